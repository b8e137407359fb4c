# A line over the limit is cut between two characters of four bytes, too: the digit that is
# the second of them is no character of its own, and nothing is said of bytes that are none.
. "$TOP/logtail/helpers"
# U+01AA in GB18030, with each distance to the limit
for before in '' x xx xxx; do
	{ printf '%s' "$before"
	yes "$(printf '\201\060\234\060')" | head -n 270000 | tr -d '\n'
	printf '\nafter\n'; } >f
	logtail -H h -e GB18030 f 2>said >got && rc=0 || rc=$?
	echo "status $rc"
	cat said
	logs <got | sed 's/\(ƪ\)\{2,\}/Z/'
done
