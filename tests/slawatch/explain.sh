# The story of a case, for people.
. "$TOP/slawatch/helpers"
echo 'warn = 2h' | one_clock office
{ step 2026-02-14T15:30:00 A opened 4; step 2026-02-14T16:00:00 A paused; step 2026-02-14T16:30:00 A resumed
step 2026-02-14T16:31:00 B opened 4; tick 2026-02-25T00:00:00; step 2026-02-25T09:00:00 A resolved; } |
	slawatch -p ./c.conf --explain A 2>/dev/null || echo "status $?"
echo
slawatch --calendar office --explain --elapsed 2026-02-14T15:30:00 2026-02-24T10:00:00 \
	--pause 2026-02-14T16:00:00/2026-02-14T16:30:00
step 09:00:00 A opened 4 | slawatch -p ./c.conf --explain=Z 2>&1
