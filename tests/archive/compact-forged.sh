# Records that are not those that were sealed, in sound frames: compact leaves that segment, and takes the others.
awk -v n=600 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
ls d/*.zst | wc -l | tr -d ' '
f=d/0000000004.zst
packed=$(tail -n 2 $f | sed -n 's/.*"packed":\([0-9]*\).*/\1/p')
tail -c +$((packed + 1)) $f >index
{
	head -c "$packed" $f | zstd -q -dc | sed '9s/"msg":"./"msg":"X/' | zstd -q -3
	cat index
} >forged
zstd -q -dc $f >was
zstd -q -dc forged | cmp -s was - && echo "nothing is forged"
cp forged $f
for opts in --dry --by=me; do
	archive compact $opts d >out && rc=0 || rc=$?
	echo "$opts: $rc, $(sed 's/:.*//' out | tr '\n' ',')"
	cmp forged $f
done
ls d | grep -c 'cold$'
archive verify -q d || echo "verify $?"
archive cat d 2>/dev/null | wc -l
