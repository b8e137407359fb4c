# Too many open clocks: said, and trouble; ended ones make room.
. "$TOP/slawatch/helpers"
echo | one_clock 7x24
sed -i '/^name/a clocks_max = 2' c.conf
{ step 09:00:00 A opened 3; step 09:00:01 B opened 3; step 09:00:02 C opened 3; step 09:00:03 D opened 3
step 09:00:04 A resolved; step 09:00:05 E opened 3; } | slawatch -p ./c.conf >out || echo "status $?"
brief <out
# A clock that is paused too often goes on.
{ step 2026-03-02T00:00:00 A opened 1
i=0
while [ $i -lt 120 ]; do
	step "$(printf '2026-03-02T%02d:%02d:00' $((1 + i / 30)) $((2 * (i % 30))))" A paused
	step "$(printf '2026-03-02T%02d:%02d:00' $((1 + i / 30)) $((2 * (i % 30) + 1)))" A resumed
	i=$((i + 1))
done; } | slawatch -p ./c.conf >out || echo "status $?"
brief <out | tail -n 1
