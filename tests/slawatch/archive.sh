# State can be recomputed: a stream cut at any tick, and put together again by an archive, says the same.
. "$TOP/slawatch/helpers"
{ tick 2026-03-02T00:00:00
for h in 08 09 10 11 12 13 14 15; do
	step "2026-03-02T$h:00:00" "C-$h" opened "$((${h#0} % 4 + 1))"
	step "2026-03-02T$h:20:00" "C-$h" responded
	tick "2026-03-02T$h:30:00"
done
step 2026-03-02T16:00:00 C-09 resolved
step 2026-03-03T07:00:00 C-10 resolved; } >in
archive append --pass whole <in | slawatch -p procuratorate 2>/dev/null >want || echo "status $?"
[ "$(grep -c '"type":"clock"' want)" -gt 20 ]
for cut in 4 10 17; do
	rm -rf d
	head -n $cut in | archive append d
	tail -n +$((cut + 1)) in | archive append d
	archive cat --seq d | slawatch -p procuratorate 2>/dev/null >got || echo "status $?"
	jq -c 'select(.type == "clock") | del(.seq, .n)' want >a
	jq -c 'select(.type == "clock") | del(.seq, .n)' got >b
	cmp a b && echo "cut after $cut: the same"
done
# What is derived is kept once, however often it is derived.
for i in 1 2 3; do
	archive cat --seq whole | slawatch -p procuratorate 2>/dev/null | grep '"type":"clock"' |
		archive append derived 2>/dev/null || :
done
archive cat derived | jq -c '[.seq, .n]' | sort | uniq -d
archive cat derived | wc -l
