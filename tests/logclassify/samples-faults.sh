# The faults that real servers logged: level, rule, and what the rule took out of the line.
cd "$TOP/data"
for f in *.log; do
	echo "$f"
	logtail "$f" | logclassify -r "$ETC/rules" |
		jq -c 'select(.priority) | [.priority, .rule, .fields // {}]' | awk '!seen[$0]++'
done
