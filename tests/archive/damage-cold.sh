# seconds: 600
# What damage.sh does with hot segments and the tail, with a cold file and a tombstone: each byte
# changed, taken out, swapped with the next, the file cut at each length.  verify finds it and names
# the file, cat gives what is left and the numbers of what is not.  Each byte is changed; of the
# others here some, with DAMAGE_EVERY=1 all.
PATH=$B/tests/tools:$PATH
work=$(mktemp -d /dev/shm/damage.XXXXXX 2>/dev/null) || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for i in 1 2 3 4 5 6 7 8 9; do
	printf '{"time":"20%s-11-21T00:00:0%dZ","n":%d,"msg":"session %d of user u%d is open"}\n' \
		"$([ $i -gt 2 ] && echo 26 || echo 19)" $i $i $((i * 7919)) $i
done >all
printf '[class all]\nkeep = 6month\n' >c.conf
archive init -c c.conf d
sed -n 1,2p all | archive append d
archive seal d
archive prune --yes --by me --why old d >/dev/null
for r in 3,5p 6,7p; do
	sed -n $r all | archive append d
	archive seal d
done
archive compact d >/dev/null
sed -n 8p all | archive append d
archive seal d
sed -n 9p all | archive append d
ls d | sed '/manifest\|lock/d'
archive cat d >in
tail -n +3 all | cmp - in
cold=d/0000000002.cold gone=d/0000000001.gone
every=${DAMAGE_EVERY:-13}
[ -z "$SAN" ] || every=97
# the numbers of the records are those of all, of which the first two have expired
cat >with.sh <<'X2'
head -n 2 all
archive cat d
X2
for how in '' -r -s -t; do
	mode="-k $every $how"
	[ "$how$SAN" ] || mode="-k 1"	# every bit of all of them
	echo "verify $how"
	flip $mode -n 1 $cold -- archive verify d || :
	flip $mode -n 1 $gone -- archive verify d || :
	echo "cat $how"
	flip $mode -l -o all 2 $cold -- sh with.sh || :
	flip $mode -l -o all 2 $gone -- sh with.sh || :
done | sed 's/^[0-9]* changes/N changes/'
archive verify d | cut -d ' ' -f 1
# controls: what does not come out and is not said is seen
flip -k 97 -l -o all 2 $cold -- sh -c 'head -n 3 all; echo records 4 to 7 >&2; exit 2' | tail -n 1 | sed 's/[0-9]* missed/all missed/'
flip -k 97 -l -o all 2 $cold -- sh -c 'head -n 3 all; echo records 4 to 9 >&2; exit 2' | tail -n 1 | sed 's/^[0-9]*/all/'
