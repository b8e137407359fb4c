# seconds: 300
# A tail cut at any byte of its last commits opens again and keeps all commits before the cut.
awk -v n=9 -f "$TOP/archive/records.awk" >in
{ head -n 3 in | archive append d; head -n 5 in | archive append d; archive append d <in; } 2>/dev/null
tail=d/0000000001.tail
full=$(wc -c <$tail)
# the byte after each commit, and how many records there are then
awk 'BEGIN { RS = "\n" } { at += length($0) + 1 } /^{"type":"commit"/ { match($0, /"bytes":[0-9]+/)
	b = substr($0, RSTART + 8, RLENGTH - 8); match($0, /"count":[0-9]+/)
	n += substr($0, RSTART + 8, RLENGTH - 8); print at + b, n }' $tail >commits
cat commits | wc -l
first=$(sed -n 1p commits | cut -d ' ' -f 1)
step=1
[ -z "$SAN" ] || step=9
n=$first cuts=0
while [ "$n" -le "$full" ]; do
	rm -rf e
	mkdir e
	cp d/manifest e
	head -c "$n" $tail >e/0000000001.tail
	keep=$(awk -v n="$n" '$1 <= n { k = $2 } END { print k }' commits)
	whole=$(awk -v n="$n" '$1 <= n { k = $1 } END { print k }' commits)
	archive append e </dev/null 2>err
	archive cat e >got
	head -n "$keep" in | cmp - got
	if [ "$whole" = "$n" ]; then [ ! -s err ]; else
		grep -q "$((n - whole)) bytes after record $keep were no whole commit" err
		[ "$(wc -c <e/0000000001.torn)" = $((n - whole)) ]
	fi
	archive verify -q e
	n=$((n + step)) cuts=$((cuts + 1))
done
[ "$cuts" -gt 50 ] && echo "cut everywhere"
# and goes on from there
head -c $((full - 1)) $tail >e/0000000001.tail
archive append e <in 2>/dev/null
archive cat e | cmp - in
# control: the same cut is a loss to whoever counts on all records
head -c $((full - 1)) $tail >e/0000000001.tail
rm e/*.zst
archive cat e | cmp -s - in || echo "the cut is a loss"
archive verify -q e || echo "verify $?"
# a torn record that looks like a commit makes no damage of it
echo '{"a":1}' | archive append f
printf '{"a":2}\n{"type":"commit","first":900,"count":0,"bytes":0}\n{"a":3}\n' | archive append f
truncate -s -3 f/*.tail
rm f/*.open.zst
echo '{"a":4}' | archive append f 2>/dev/null
archive cat f
