# A copy has the files as they are, each checked; it is brought up to date, and restored from.
. "$TOP/archive/helpers"
awk -v n=600 -f "$TOP/archive/records.awk" >in
head -n 300 in | archive append --commit 60s --commit 4K --segment 8K d
archive copy --by me --why "monthly" d c | sed 's/, [0-9]* bytes//'
archive verify c | sed 's/, chain.*//'
archive cat c | cmp - d.txt 2>/dev/null || head -n 300 in >d.txt
archive cat c | cmp - d.txt
tail -n 300 in | archive append --commit 60s --commit 4K --segment 8K d
ls -i c | sort >before
archive copy d c | sed 's/, [0-9]* bytes//'
ls -i c | sort >after
comm -12 before after | grep -c zst
archive cat c | cmp - in
archive verify c | sed 's/, chain.*//'
archive compare d c
stat -c '%a %n' c c/manifest c/0000000001.zst
# damage in the copy is found and mended from the archive, and the other way round
flip c/0000000002.zst 60
archive compare d c || echo "status $?"
archive copy d c | sed 's/, [0-9]* bytes//'
archive compare d c
rm c/0000000003.zst
archive compare d c || echo "status $?"
archive copy d c | sed 's/, [0-9]* bytes//'
flip d/0000000002.zst 60
{ archive copy d other || echo "status $?"; } | sed 's/, [0-9]* bytes//'
# restore: not without authorisation, dry by default, nothing is overwritten
archive restore --by me --why broken c d || echo "status $?"
archive restore --approval R5 c d || echo "status $?"
archive restore --approval R5 --by me --why broken --now 2026-11-25T08:00:00Z c d
cp -r d damaged
archive restore --yes --approval R5 --by me --why broken --now 2026-11-25T08:00:00Z c d
archive cat d | cmp - in
archive verify d | sed 's/, chain.*//'
diff -r damaged d.saved-20261125T080000Z | grep -v lock || :
grep -o '"type":"restore".*verified":true' d/manifest
ls -d d*
# what is not whole is not restored
flip c/0000000004.zst 60
cp -r d same
archive restore --yes --approval R6 --by me --why test c d || echo "status $?"
diff -r same d | grep -v lock || :
# while one writes it is refused
rm -rf d.restoring
mkfifo f
archive append d <f &
exec 3>f
until [ -s d/lock ]; do :; done
archive restore --yes --approval R6 --by me --why test same d || echo "status $?"
exec 3>&-
wait
# what has gone on by itself is no copy any more
echo '{"a":1}' | archive append same
archive seal same
archive copy d same || echo "status $?"
mkdir full && touch full/x
archive copy d full || echo "status $?"
archive copy d d || echo "status $?"
# killed at any point, the next one goes on
n=1 ok=0
while [ $n -lt 60 ]; do
	rc=0
	rm -rf k
	"$TOP/fault/with" crash=$n archive copy d k >/dev/null 2>&1 || rc=$?
	[ $rc = 137 ] || break
	n=$((n + 7)) ok=$((ok + 1))
	archive copy d k >/dev/null 2>&1 || echo "killed at $n: copy $?"
	archive compare d k | grep -v ' 0 not' || :
done
[ $ok -gt 4 ] && echo killed
# a link to a cold file is no copy of it
awk -v n=300 -f "$TOP/archive/records.awk" | archive append --segment 16K cold
archive seal cold
archive compact cold >/dev/null
cp -r cold linked
ln -f cold/0000000001.cold linked/0000000001.cold
archive compare cold linked || echo "linked: $?"
rm linked/0000000001.cold
cp cold/0000000001.cold linked
archive compare cold linked
