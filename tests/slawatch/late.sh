# Records that come in late are taken at their own time, and correct what was said too early.
. "$TOP/slawatch/helpers"
one_clock 7x24 </dev/null
run() { slawatch -p ./c.conf >out 2>/dev/null && rc=0 || rc=$?; brief <out; echo "status $rc"; }
echo 'resolved in time, read too late'
{ step 09:00:00 A opened 3; tick 18:00:00; step 16:00:00 A resolved; } | run
echo 'paused in time, read too late'
{ step 09:00:00 A opened 3; tick 18:00:00; step 16:00:00 A paused; step 19:00:00 A resumed
step 19:30:00 A resolved; } | run
echo 'a whole case from an older file'
{ step 23:00:00 B opened 3; step 09:00:00 A opened 3; step 10:00:00 A resolved; tick 23:30:00; } | run
echo 'the same, and it was late'
{ step 23:00:00 B opened 3; step 09:00:00 A opened 3; step 18:00:00 A resolved; tick 23:30:00; } | run
echo 'nobody ended it'
{ step 23:00:00 B opened 3; step 09:00:00 A opened 3; } | run
