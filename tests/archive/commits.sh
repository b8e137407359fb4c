# seconds: 180
# Many large commits with few records or none do not make a tail that nobody can open again.
sources() {	# OFF: 4000 source records of 8 KB
	awk -v off="$1" 'BEGIN { pad = sprintf("%7900s", ""); gsub(/ /, "x", pad)
		for (i = 0; i < 4000; i++)
			printf "{\"type\":\"source\",\"fid\":\"f%d\",\"path\":\"%d\",\"pad\":\"%s\",\"off\":%d}\n",
			    i, i, pad, off
		print "{\"type\":\"flush\"}" }'
}
offs() { archive positions "$1" | sed 's/.*"off"/"off"/' | sort | uniq -c; }
small() { [ "$(wc -c <"$1")" -lt 80000000 ] && echo small; }
# without a record it is the same segment still
{ sources 1; sources 2; sources 3; } | archive append d
ls d
small d/0000000001.tail
offs d
archive verify d | sed 's/, chain.*//'
# which tells of all that came in it when it is sealed at last
echo '{"a":1}' | archive append d
archive seal d
rm d/*.tail
offs d
archive verify -q d || :
# with one it is sealed
{ echo '{"a":1}'; sources 1; sources 2; sources 3; } | archive append e
ls e
small e/0000000002.tail
offs e
archive cat e
archive verify e | sed 's/, chain.*//'
