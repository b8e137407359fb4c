# A case that is opened again: runs on, begins anew, or stays as it is.
. "$TOP/slawatch/helpers"
for how in resume restart never; do
	echo $how
	echo "reopen = $how" | one_clock 7x24
	{ step 09:00:00 A opened 3; step 10:00:00 A resolved; step 12:00:00 A reopened; step 12:30:00 A resolved
	tick 23:00:00; } | slawatch -p ./c.conf 2>/dev/null | brief
done
echo 'broken before, and again opened'
one_clock 7x24 </dev/null
{ step 09:00:00 A opened 3; step 18:00:00 A resolved; step 19:00:00 A reopened; step 19:10:00 A resolved; } |
	slawatch -p ./c.conf 2>/dev/null | brief || :
echo 'the same name for another case'
{ step 09:00:00 A opened 3; step 10:00:00 A resolved; step 11:00:00 A opened 3; } |
	slawatch -p ./c.conf 2>/dev/null | brief
