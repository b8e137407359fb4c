# The contract to copy: hours with a break, a level on another calendar, workdays, a duty of workdays.
. "$TOP/slawatch/helpers"
slawatch -n -p office
{ tick 2026-02-13T00:00:00; step 2026-02-13T11:30:00 A opened 1; step 2026-02-13T11:30:00 B opened 2
step 2026-02-13T11:30:00 C opened; } | slawatch -p office | brief
{ tick 2026-02-14T00:00:00; tick 2026-02-25T00:00:00; } | slawatch -p office | brief
