# Logs that real servers wrote: how many lines each rule knows, and how many none does.
cd "$TOP/data"
for f in *.log; do
	echo "$f"
	logtail "$f" | logclassify -r "$ETC/rules" |
		jq -r 'select(.type == "log") | .rule // "none"' | LC_ALL=C sort | uniq -c |
		awk '{ printf "%6d %s\n", $1, $2 }'
done

# What journald keeps is the message alone, without the head that syslog puts before it.
echo journal.ndjson
jq -c 'select(.MESSAGE | type == "string") | {type: "log", msg: .MESSAGE}' journal.ndjson |
	logclassify -r "$ETC/rules" | jq -r '"\(.rule // "none") \(.msg[:60])"'
