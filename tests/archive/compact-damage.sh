# Damage in a cold file: it is found, what can be had comes out, the others are listed.
PATH=$B/tests/tools:$PATH
awk -v n=1500 -f "$TOP/archive/records.awk" >in
echo '{"other":"a record that has none of the members of the others, it comes out"}' >>in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
archive compact d >/dev/null
archive cat d >all
f=d/0000000001.cold
cp $f whole
size=$(wc -c <$f)
# where each frame is: the cold line of the index tells
tail -n 4 $f | sed -n 's/.*"columns":"\([^"]*\)".*/\1/p' | tr ' ' '\n' | paste - - - |
	awk '{ print $1, at; at += $3 }' >frames
cut -d ' ' -f 1 frames | tr '\n' ' '; echo
while read -r name at; do
	cp whole $f
	b=$(od -An -tu1 -j $((at + 30)) -N 1 $f)
	printf "$(printf '\\%03o' $((b ^ 16)))" | dd of=$f bs=1 seek=$((at + 30)) conv=notrunc status=none
	archive cat d >got 2>err && rc=0 || rc=$?
	archive verify -q d 2>verr && vrc=0 || vrc=$?
	# what comes out is a part of what there was, in its order
	diff all got | grep -c '^>' >more || :
	echo "$name: cat $rc, $(wc -l <got) records, $(cat more) others; verify $vrc"
	sed 's/^/  /' err
done <frames
# every byte in turn, in steps, is found by verify
i=0 missed=0
while [ $i -lt "$size" ]; do
	cp whole $f
	b=$(od -An -tu1 -j $i -N 1 $f)
	printf "$(printf '\\%03o' $((b ^ 1)))" | dd of=$f bs=1 seek=$i conv=notrunc status=none
	archive verify -q d 2>/dev/null && { missed=$((missed + 1)); echo "byte $i"; }
	i=$((i + 37))
done
echo "missed $missed"
cp whole $f
archive verify -q d
