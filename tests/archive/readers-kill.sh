# seconds: 300
# Readers while a writer is killed in the middle of its changes, starts again, seals and ends: each
# gives the start of what went in, at least what had been passed on, and complains of nothing but
# what a killed writer leaves.
awk -v n=${READERS_RECORDS:-3000} -f "$TOP/archive/records.awk" >in
[ -z "$SAN" ] || { head -n 600 in >less; mv less in; }
append='archive append --pass --commit 2K --segment 16K d'
writer() {
	i=${READERS_SEED:-1} rc=137
	while [ $rc != 0 ]; do
		rc=0
		"$TOP/fault/with" crash=$((i * 7919 % 89 + 5)) $append <in >>passed 2>/dev/null || rc=$?
		[ $((i % 3)) != 0 ] || { archive append d </dev/null; archive seal d || :; } 2>/dev/null
		[ $((i % 4)) != 0 ] || head -n $(($(wc -l <passed) + 20)) in | $append >>passed 2>/dev/null
		i=$((i + 1))
	done
	: >ended
}
: >passed
writer 2>/dev/null &
rounds=0 i=0
while [ ! -s passed ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
bad() { echo "$*"; cat err; }
while [ ! -e ended ] || [ $rounds -lt 5 ]; do
	before=$(wc -l <passed)
	archive cat d >got 2>err || bad "cat $?"
	n=$(wc -l <got)
	[ "$n" -ge "$before" ] || bad "cat misses records: $n, $before were passed on"
	cmp -n "$(wc -c <got)" got in || bad "cat gives other records"
	m=$(archive grep -c -F 'line ' d 2>err) || bad "grep $?"
	[ "$m" -ge "$n" ] || bad "grep misses records: $m, cat has $n"
	archive verify -q d 2>err || [ -z "$(grep -v 'are no whole commit$' err)" ] || bad "verify $?"
	end=$(archive positions d 2>err | sed 's/.*"off":\([0-9]*\).*/\1/') || bad "positions $?"
	[ "$end" -ge $((10 * m)) ] || bad "positions go back: $end, records $m"
	archive ls d >/dev/null 2>err || bad "ls $?"
	rounds=$((rounds + 1))
done
wait
archive cat d | cmp - in
archive verify -q d
echo done
