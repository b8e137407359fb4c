# Segments that are missing, swapped, cut or put in from elsewhere are found; cat gives the rest.
awk -v n=600 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
awk -v n=600 -f "$TOP/archive/records.awk" | sed 's/line/LINE/' >in2
archive append --commit 60s --commit 4K --segment 16K d2 <in2
archive ls d | awk '{ print $1, $2, $3, $4, $5 }'
try() {
	echo "$1"
	archive verify e >v || echo "verify $?"
	sed 's, chain .*,,' v
	archive cat e >got || echo "cat $?"
	wc -l <got
	rm -rf e
	cp -r d e
}
cp -r d e
try 'nothing'
rm e/0000000002.zst; try 'segment 2 removed'
rm e/0000000001.zst; try 'segment 1 removed'
rm e/*.tail e/*.open.zst; try 'tail removed'
rm e/*.tail e/*.open.zst e/0000000004.zst; try 'the end removed'
mv e/0000000001.zst t; mv e/0000000002.zst e/0000000001.zst; mv t e/0000000002.zst; try 'swapped'
cp d2/0000000002.zst e; try 'from another archive'
truncate -s -1 e/0000000003.zst; try 'cut'
echo >>e/0000000003.zst; try 'a byte more'
dd if=/dev/zero of=e/0000000003.zst bs=1 seek=700 count=4 conv=notrunc status=none; try 'zeros in records'
: >e/0000000003.zst; try 'emptied'
