# Pauses do not count, to the second; over night only their working time is given back.
. "$TOP/slawatch/helpers"
echo 'warn = 1h' | one_clock 7x24
{ step 09:00:00 A opened 3; step 10:00:07 A paused; step 10:00:30 A paused; step 10:30:10 A resumed
step 10:30:11 A resumed; tick 16:29:59; tick 17:30:02; step 17:30:03 A resolved; } |
	slawatch -p ./c.conf 2>/dev/null | brief
echo 'paused when it ends'
{ step 09:00:00 A opened 3; step 16:00:00 A paused; step 23:00:00 A resolved; } |
	slawatch -p ./c.conf 2>/dev/null | brief
echo 'paused at once'
printf 'pause = .event == "opened"\n' | one_clock 7x24
{ step 09:00:00 A opened 3; tick 18:00:00; step 20:00:00 A resumed; } |
	slawatch -p ./c.conf 2>/dev/null | brief
echo 'over night'
one_clock 5x8 </dev/null
{ step 09:00:00 A opened 3; step 16:00:00 A paused; step 2026-03-03T09:30:00 A resumed; } |
	slawatch -p ./c.conf 2>/dev/null | brief
