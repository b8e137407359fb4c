# seconds: 240
# A byte of a cold file that is another one is found by verify, and never hides a record
# from grep: what does not come out is said.
PATH=$B/tests/tools:$PATH
awk 'BEGIN {
	for (i = 0; i < 700; i++)
		printf "{\"time\":\"2026-11-21T00:%02d:%02dZ\",\"type\":\"log\",\"off\":%d,\"end\":%d,\"msg\":\"%s blk_-%d77%d of 10.251.%d.%d:50010\"}\n",
		    i / 60, i % 60, i * 50, i * 50 + 50, i % 9 ? "adding a block" : "FAILED to add", i * 7919 + 100000000, i, i % 9, i * 13 % 256
}' >in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
archive compact d >/dev/null
f=$(ls d/*.cold)
cp "$f" whole
size=$(wc -c <whole)
id=$(sed -n '300s/.*\(blk_[-0-9]*\).*/\1/p' in)
archive grep -F -c "$id" d
archive grep -F -c --explain blk_-333333333333333333 d 2>&1 | sed -n 's/.*has it, of/of/p'
i=0 said=0 hidden=0 missed=0
while [ $i -lt "$size" ]; do
	b=$(od -An -tu1 -j $i -N 1 whole)
	printf "$(printf '\\%03o' $((b ^ 1 << i % 8)))" | dd of="$f" bs=1 seek=$i conv=notrunc status=none
	archive verify -q d 2>/dev/null && missed=$((missed + 1))
	for p in "$id" FAILED 'blk_-1' ',"end":50,'; do
		archive grep -F "$p" d >got 2>/dev/null && rc=0 || rc=$?
		[ $rc = 2 ] && said=$((said + 1))
		[ $rc = 2 ] || { grep -F "$p" in | cmp -s - got || hidden=$((hidden + 1)); }
	done
	printf "$(printf '\\%03o' "$b")" | dd of="$f" bs=1 seek=$i conv=notrunc status=none
	i=$((i + 41))
done
cmp "$f" whole
echo "verify missed $missed, grep hid $hidden"
[ $said -gt 10 ] && [ $said -lt $((i / 41 * 4)) ] && echo "some was said"
