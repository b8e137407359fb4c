# seconds: 120
# Of a group of files any one that is lost or damaged is made again from the others.
. "$TOP/archive/helpers"
PATH=$B/tests/tools:$PATH
awk -v n=900 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 8K d <in
archive seal d
archive parity --group 4 d
archive parity --group 4 d
ls d | grep parity
archive repair d
cp -r d good
# lost, damaged, cut off, too long
for f in 0000000001 0000000004 0000000005 0000000013; do
	for how in lost flipped cut long; do
		rm -rf d && cp -r good d
		case $how in
		lost) rm d/$f.zst ;;
		flipped) flip d/$f.zst 77 ;;
		cut) truncate -s -9 d/$f.zst ;;
		long) echo more >>d/$f.zst ;;
		esac
		[ $f$how != 0000000004flipped ] || archive repair d || echo "status $?"
		[ $how != lost ] || rm -rf d/upkeep.lock
		archive repair --yes --by me --why "$how" d >said || echo "$f $how: $?"
		cmp d/$f.zst good/$f.zst
		archive verify -q d || echo "$f $how: verify"
		[ $how = lost ] || [ -e d/$f.zst.damaged ] || echo "$f $how: not kept"
	done
done
cat said
grep -o '"type":"repair".*"bytes":' d/manifest | sed 's/"time":"[^"]*",//'
archive cat d | cmp - in
# one of each group at once
rm -rf d && cp -r good d
rm d/0000000002.zst d/0000000006.zst
archive repair --yes d
archive verify -q d
# two of a group are too many
rm -rf d && cp -r good d
rm d/0000000002.zst d/0000000003.zst
archive repair --yes d || echo "status $?"
# damaged parity is found and not used
rm -rf d && cp -r good d
flip d/0000000001.parity 900
rm d/0000000002.zst
archive repair --yes d || echo "status $?"
archive parity --group 4 d || echo "status $?"
# parity does not give back what was taken out
rm -rf d && cp -r good d
archive redact --yes --seq 5 --order 1 --by me --why test d >/dev/null
ls d | grep -c parity
archive repair d
archive parity --group 4 d
printf '[class log]\nkeep = 6month\n' >c.conf
archive init -c c.conf p
archive append --commit 60s --commit 4K --segment 8K p <in
archive seal p
archive parity p
archive prune --yes --now 2027-08-01T00:00:00Z p | tail -n 1
ls p | grep -c parity || :
archive parity p
archive parity --group 1 p || echo "status $?"
# other files in place of those of which it tells
rm -rf d && cp -r good d
archive compact d >/dev/null 2>&1
archive repair d | tail -n 1
archive verify -q d
archive parity d
ls d | grep -c parity
f=$(ls d/*.cold | head -n 1)
cp "$f" keep
flip "$f" 5000
archive parity d 2>&1 | sed 's/:.*//' | head -n 1
archive parity d >/dev/null 2>&1 || echo "parity of damage: $?"
