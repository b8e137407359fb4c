# Ticks move clocks when nothing happens; what they bring about comes before them.  However time is
# cut into ticks, the same is derived.
. "$TOP/slawatch/helpers"
echo 'warn = 50% 1h' | one_clock 7x24
{ step 09:00:00 A opened 3; tick 12:00:00; tick 17:00:00; tick 17:00:01; } |
	slawatch -p ./c.conf 2>/dev/null | jq -c '[.type, .time, .state]' || :
for every in 60 7 1440; do
	{ step 09:00:00 A opened 3
	awk -v e=$every 'BEGIN { for (m = 9 * 60; m < 1440; m += e)
		printf "{\"type\":\"tick\",\"time\":\"2026-03-02T%02d:%02d:00+08:00\"}\n", m / 60, m % 60 }'
	tick 23:59:00; } | slawatch -p ./c.conf 2>/dev/null | grep '"type":"clock"' >out.$every || :
done
cmp out.60 out.7 && cmp out.60 out.1440 && wc -l <out.60
