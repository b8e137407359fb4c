# Damage before the last commit is no torn end: append refuses, cat gives what is before it.
awk -v n=6 -f "$TOP/archive/records.awk" >in
{ head -n 2 in | archive append d; head -n 4 in | archive append d; archive append d <in; } 2>/dev/null
cp -r d e
sed -i 's/line 2 of/line 5 of/' d/0000000001.tail
echo '{"a":1}' | archive append d || echo "append $?"
archive cat d >got || echo "cat $?"
head -n 2 in | cmp - got
archive positions d || echo "positions $?"
archive verify -q d || echo "verify $?"
cmp -s d/0000000001.tail e/0000000001.tail || echo "nothing was mended"
# the same in the first line
sed -i '1s/"first":1/"first":2/' e/0000000001.tail
archive append e <in || echo "append $?"
archive cat e || echo "cat $?"
archive verify -q e || echo "verify $?"
