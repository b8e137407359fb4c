# seconds: 240
# The content of records is taken out of cold files: as with hot ones, and killed at any moment.
. "$TOP/archive/helpers"
order='--order 2026-118 --by ops@host --why request'
awk -v n=1500 -f "$TOP/archive/records.awk" >in
sed -i '300s/"msg":"[^"]*"/"msg":"Wang, id 42"/; 310s/"msg":"[^"]*"/"msg":"Wang again"/; 1100s/"msg":"[^"]*"/"msg":"Wang"/' in
archive append --commit 60s --commit 4K --segment 16K d <in
archive key k >pub
archive checkpoint --key k d >note
archive prove --checkpoint note 299 d >p299
archive prove --checkpoint note 300 d >p300
archive compact --block 64K --level 3 d >/dev/null
archive parity --group 2 d >/dev/null
ls d | tr '\n' ' '; echo
verify() { archive verify --checkpoint note --key k.pub d | sed 's/, chain.*//'; }
# every byte of every file, packed and unpacked, but for the parity, which is no text
found() {
	for f in d/*; do
		case $f in *.parity) continue ;; esac
		{ cat "$f"; zstd -q -dc "$f" 2>/dev/null || :; } | grep -a -c Wang || :
	done | awk '{ n += $1 } END { print n + 0 }'
}
[ "$(found)" -gt 0 ] && echo "it is there"
# dry by default
cp -r d e
archive redact --where '.msg | test("^Wang")?' $order d
diff -r d e && echo unchanged
# what is left of a run that was killed, and of what was torn off, has the content, too
head -n 300 in | tail -n 1 >d/0000000001.cold.tmp.abc123
head -n 310 in | tail -n 1 | head -c 90 >d/0000000002.torn
rm -rf torn && cp -r d torn
archive redact --yes --where '.msg | test("^Wang")?' $order d
found
ls d | tr '\n' ' '; echo
verify
archive redact --yes --seq 300,1100 $order d
archive cat d | sed -n '299p;300p;301p;310p;1100p'
sed '300d;310d;1100d' in >rest
archive cat d | sed '300d;310d;1100d' | cmp - rest
archive grep -c -F 'disk is full' d
sed '300d;310d;1100d' in | grep -c 'disk is full'
archive grep -c Wang d || echo "grep $?"
for p in p299 p300; do archive check-proof --key k.pub $p | sed 's/archive [0-9a-f]*/archive .../'; done
archive prove --checkpoint note 299 d | cmp - p299
archive prove 300 d || echo "prove $?"
# the file explains itself still
zstd -q -dc d/0000000001.cold | sed -n '/^#!/,$p; /^# end of/q' >decoder.py
zstd -q -dc d/0000000001.cold | python3 decoder.py >decoded
n=$(wc -l <decoded)
archive cat d | head -n "$n" | cmp - decoded
# at the level at which it was, and its salts are gone
tail -n 4 d/0000000001.cold | grep -o '"type":"cold","version":2,"level":3'
salt=$(sed -n 's/^salt //p' p300)
grep -a -c "$salt" d/0000000001.cold || :
# parity is made again, and does not give the content back
archive parity --group 2 d
cp -r d f
rm f/0000000001.cold
archive repair --yes --by me --why lost f | tail -n 1
cmp f/0000000001.cold d/0000000001.cold
# others of the same file, later
archive redact --yes --seq 5,301 $order d
verify
archive append d <in
# a file that is damaged is left as it is
flip e/0000000001.cold 3000
cp e/0000000001.cold was
archive redact --yes --seq 5 $order e || echo "damaged: $?"
cmp was e/0000000001.cold
grep -c '"type":"redact"' e/manifest || :
# the same where only its records are
cp -r f g
printf X | dd of=g/0000000001.cold bs=1 seek=300 conv=notrunc status=none
cp g/0000000001.cold was
archive redact --yes --seq 5 $order g || echo "damaged: $?"
cmp was g/0000000001.cold
# a compaction that was stopped would leave the content in the other file
awk -v n=600 -f "$TOP/archive/records.awk" | archive append --commit 60s --commit 4K --segment 16K t
archive seal t
cp -r t u
archive compact --block 64K t >/dev/null
cp u/0000000002.zst t
archive redact --yes --seq 3,200 $order t || echo "twice: $?"
grep -c '"type":"redact"' t/manifest || :
archive compact t >/dev/null
archive redact --yes --seq 200 $order t
archive verify t | sed 's/, chain.*//'
# killed at each change: what is there is right, and the next run ends it
n=0 rc=1
while [ $rc != 0 ]; do
	n=$((n + 1))
	rm -rf d && cp -r torn d
	rc=0
	"$TOP/fault/with" crash=$n archive redact --yes --where '.msg | test("^Wang")?' $order d >/dev/null 2>&1 || rc=$?
	archive cat d | sed '300d;310d;1100d' | cmp -s - rest || echo "crash $n: records are lost"
	archive redact --yes --where '.msg | test("^Wang")?' $order d >/dev/null 2>err ||
		{ echo "crash $n: redact $?"; cat err; }
	[ "$(found)" = 0 ] || echo "crash $n: the content is there"
	archive verify -q d || echo "crash $n: verify $?"
done
[ $n -gt 8 ] && echo "killed at each change"
