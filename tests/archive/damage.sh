# seconds: 300
# Each byte of an archive changed, taken out, swapped with the next, and each file cut at each length:
# verify finds it and names the segment, cat gives nothing that was not stored, and says it when it
# does not give all.  Here each third byte; DAMAGE_EVERY=1 tries all.  flips.sh has verify with
# each bit.
PATH=$B/tests/tools:$PATH
work=$(mktemp -d /dev/shm/damage.XXXXXX 2>/dev/null) || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '{"n":%d}\n' 1 2 3 4 5 6 7 >in
sed -n 1,2p in | archive append d
archive seal d
sed -n 3,4p in | archive append d
archive seal d
sed -n 5p in | archive append d
sed -n 6,7p in | archive append d
archive cat d | cmp - in
sealed='d/0000000001.zst d/0000000002.zst' tail=d/0000000003.tail
every=${DAMAGE_EVERY:-3}
[ -z "$SAN" ] || every=29
for mode in '' -r -s -t; do
	mode="-k $every $mode"
	echo "verify${mode#*-k $every}"
	flip $mode -n 1 $sealed -- archive verify d || :
	flip $mode -n 1 d/0000000003.open.zst -- archive verify d || :
	flip $mode -n 1 $tail -- archive verify d || :
	# the end of a tail may be a commit that was never acknowledged
	echo "cat${mode#*-k $every}"
	flip $mode -n -l -o in 2 $sealed -- archive cat d || :
	flip $mode -n -l -o in -p 2 $tail -- archive cat d || :
done | sed 's/^[0-9]* changes/N changes/'
archive verify d | cut -d ' ' -f 1
# controls: a command that does not look sees nothing, one that makes up records is found out
flip -o in 2 d/0000000001.zst -- cat in >out && sed 's/[0-9]* changes/all of it each time: N changes/' out
flip -o in 2 d/0000000001.zst -- echo '{"made":"up"}' | tail -n 1 | sed 's/[0-9]* missed/made up: all missed/'
