# The faults that real servers logged: level, rule, and what the rule took out of the line.
for f in "$TOP"/data/*.log; do
	echo "${f##*/}"
	logtail "$f" | logclassify -r "$ETC/rules" |
		jq -c 'select(.priority) | [.priority, .rule, .fields // {}]' | awk '!seen[$0]++'
done
