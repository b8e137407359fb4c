# What an archive or a state file knows of the journal is not given again; journalctl can save
# the work by the cursor that the archive keeps.
. "$TOP/logtail/helpers"
entries() {	# FROM TO: entries of two journals
	for i in $(seq "$1" "$2"); do
		for s in aa bb; do
			printf '{"__CURSOR":"s=%s;i=%x;b=0","__REALTIME_TIMESTAMP":"1795233700%06d","MESSAGE":"%s %d"}\n' \
				$s "$i" "$i" $s "$i"
		done
	done
}
count() {
	archive cat store | grep -c '"path":"journal"' || :
}
entries 1 20 | logtail -j --resume store - | archive append store
count
entries 1 30 | logtail -j --resume store - | archive append store
count
echo "not resumed:"
entries 1 30 | logtail -j - | grep -c '"path":"journal"'
entries 11 40 >part
logtail -j --resume store part | grep -o '"msg":".*"' | sed -n '1p;2p;$p'
archive positions store | grep -o '"path":"journal:.*' | sort | sed 's/"fid.*"off"/"off"/; s/"tail_n.*"cursor"/"cursor"/'
echo "- a state file"
entries 1 20 | logtail -j --state state - | grep -c '"path":"journal"'
entries 1 30 | logtail -j --state state - | grep -c '"path":"journal"'
entries 1 30 | logtail -j --state state - | grep -c '"path":"journal"' || :
echo "- killed in the midst, again and again"
rm -rf store
for n in 7 33 90; do
	entries 1 200 | head -n $((n * 2)) | logtail -j --resume store - | head -n "$n" | archive append store
done
entries 1 200 | logtail -j --resume store - | archive append store
archive cat store | grep '"path":"journal"' | grep -o '"msg":".*"' | sort | uniq -c | awk '
	{ n++; if ($1 != 1) d++ }
	END { print n " entries, " d + 0 " of them twice" }'
