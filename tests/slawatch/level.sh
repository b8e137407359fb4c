# Another priority: reckoned from the first receipt; what gained time is said.
. "$TOP/slawatch/helpers"
one_clock 7x24 </dev/null
echo '3 to 2, a minute before the end'
{ step 09:00:00 A opened 3; step 16:59:00 A escalated 2; tick 2026-03-03T09:00:01; } |
	slawatch -p ./c.conf 2>/dev/null | brief || :
echo '2 to 3 after nine hours'
{ step 09:00:00 A opened 2; step 18:00:00 A judged 3; step 19:00:00 A resolved; } |
	slawatch -p ./c.conf 2>/dev/null | brief || :
echo '3 to 2 when it is broken: stays broken'
{ step 09:00:00 A opened 3; step 18:00:00 A escalated 2; step 19:00:00 A resolved; } |
	slawatch -p ./c.conf 2>/dev/null | brief || :
echo 'with a pause'
{ step 09:00:00 A opened 3; step 10:00:00 A paused; step 11:00:00 A resumed; step 12:00:00 A escalated 1; } |
	slawatch -p ./c.conf 2>/dev/null | brief || :
echo 'no priority at first'
{ step 09:00:00 A opened; step 09:20:00 A judged 3; } | slawatch -p ./c.conf 2>/dev/null | brief
echo 'one that the contract does not have'
{ step 09:00:00 A opened 9; } | slawatch -p ./c.conf | brief
