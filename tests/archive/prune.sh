# seconds: 180
# What was kept long enough goes, on the conditions of its class; each refusal says why.
. "$TOP/archive/helpers"
gen() {	# date, kind: a segment
	awk -v m="$1" -v k="$2" 'BEGIN { for (i = 0; i < 50; i++)
		printf "{\"time\":\"%sT1%d:%02d:00+08:00\",\"kind\":\"%s\",\"msg\":\"line %d\"}\n", m, i / 60, i % 60, k, i
	}' | archive append d
	archive seal d
}
prune() { archive prune --by me --why "cleaning" "$@" d; }
archive init -c "$TOP/archive/classes.conf" d
gen 2025-08-31 log
gen 2025-09-01 log
gen 2021-01-01 audit
gen 2020-01-01 contract
gen 2019-01-01 log
gen 2019-01-01 nobody
{ gen 2019-01-01 log; echo '{"kind":"log"}' | archive append d; archive seal d; }
cp -r d before
# six months from the last of August is the last of February, one minute too early and in time
prune --now 2026-02-28T10:48:59+08:00 | head -n 2
prune --now 2026-02-28T10:49:00+08:00 | head -n 2
rm -f d/upkeep.lock
diff -r before d && echo "unchanged without --yes"
echo "# each refusal"
night=2026-03-05T23:00:00+08:00
prune --now 2026-03-05T12:00:00+08:00 | grep 'segment 3'
prune --now 2026-03-05T12:00:00+08:00 --approval A7 | grep 'segment 3'
prune --now $night --approval A7 | grep 'segment 3'
prune --now $night --approval A7 --copy d | grep 'segment 3'
prune --now $night --approval A7 --copy nowhere | grep 'segment 3'
mkdir other && archive init other/d
prune --now $night --approval A7 --copy other/d | grep 'segment 3'
cp -r d copy
flip copy/0000000003.zst 40
prune --now $night --approval A7 --copy copy | grep 'segment 3'
ln -f d/0000000003.zst copy/0000000003.zst
prune --now $night --approval A7 --copy copy | grep 'segment 3'
rm copy/0000000003.zst
prune --now $night --approval A7 --copy copy | grep 'segment 3'
cp d/0000000003.zst copy
prune --now $night --approval A7 --copy copy
echo "# a hold wins"
archive hold --segments 1 --by court --why "case 12" d
archive hold --where '.msg == "line 7"' --until 2020-01-01 --by court --why "case 13" d
archive hold d | sed 's/, [0-9TZ:.-]*,/, TIME,/'
prune --yes --now $night --approval A7 --copy copy
archive verify d | sed 's/, chain.*//'
archive hold --release 1 --by court --why over d
archive hold --release 1 --by court --why over d || echo "released before: $?"
cp -r d held
prune --yes --now $night --approval A7 --copy copy
archive verify d | sed 's/, chain.*//'
archive cat --reason test before | awk '/2019|contract|nobody/ || /^{"kind"/' >want
archive cat d | cmp - want
ls d/*.gone
grep -o '"type":"expire".*"copy":"copy"' d/manifest | sed 's/"time":"[^"]*",//'
gen 2026-03-01 log
archive verify d | sed 's/, chain.*//'
prune --yes --now $night --approval A7 --copy copy | tail -n 1
echo "# killed at any point, it goes on where it was"
n=1 ok=0
while :; do
	rm -rf k
	cp -r held k
	rc=0
	"$TOP/fault/with" crash=$n archive prune --yes --now $night --approval A7 --copy copy k >/dev/null 2>&1 || rc=$?
	[ $rc = 137 ] || break
	archive verify -q k 2>err || grep -q 'the last one, is damaged or not whole' err || echo "killed at $n: verify $?"
	archive cat k >got
	archive cat held | awk '/2019|contract|nobody/ || /^{"kind"/' | cmp - want
	awk 'NR == FNR { want[$0]++; next } $0 in want { have[$0]++ } END { for (l in want) if (have[l] < want[l]) print "lost", l }' want got
	archive prune --yes --now $night --approval A7 --copy copy k >/dev/null 2>&1
	archive cat k | cmp - want || echo "killed at $n: not finished"
	archive verify -q k || echo "killed at $n: verify after $?"
	[ "$(ls k | grep -c '\.zst$')" = "$(ls d | grep -c '00000000[1-8]\.zst$')" ] || echo "killed at $n: files are left"
	n=$((n + 1)) ok=$((ok + 1))
done
[ $ok -gt 5 ] && echo "killed at all of them"
# the same where a hold came between: what was not told of is taken back
rm -rf k && cp -r held k
tail -c +1 k/0000000001.zst | tail -n 4 | head -n 1 >k/0000000001.gone
archive hold --segments 1 --by court --why "case 14" k >/dev/null
prune_k() { archive prune --yes --now $night --approval A7 --copy copy k; }
prune_k | head -n 1
ls k/*.gone
archive verify k | sed 's/, chain.*//'
