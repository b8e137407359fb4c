# Logs that real servers wrote: how many lines each rule knows, and how many none does.
for f in "$TOP"/data/*.log; do
	echo "${f##*/}"
	logtail "$f" | logclassify -r "$ETC/rules" |
		jq -r 'select(.type == "log") | .rule // "none"' | LC_ALL=C sort | uniq -c |
		awk '{ printf "%6d %s\n", $1, $2 }'
done
