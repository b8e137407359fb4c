# A year whose holidays nobody has announced yet: said once, and marked.
. "$TOP/slawatch/helpers"
one_clock 5x8 </dev/null
{ step 2026-12-31T15:00:00 A opened 4; step 2026-12-31T16:00:00 B opened 4
step 2026-12-31T09:00:00 C opened 4; } | slawatch -p ./c.conf | brief
slawatch --calendar 5x8 --due 2026-12-31T16:00 3wd
