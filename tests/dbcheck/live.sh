# What one target answers comes out while another one hangs; SIGTERM stops it all.
. "$TOP/dbcheck/common"
own
printf '[target quick]\nproduct = mock\nserver = ok\n[target slow]\nproduct = mock\nserver = hang\ndeadline = 50s\n' >t.conf
dbcheck -c "$PWD/t.conf" >out 2>err &
pid=$!
four() { [ "$(wc -l <out)" = 4 ]; }
wait_for four
kill -TERM $pid
wait $pid && echo 0 || echo $?
brief <out
cat err
# The worker is gone with it.
gone() { ! ps -A -o args= | grep "[d]bcheck -c $PWD/t.conf"; }
wait_for gone && echo gone
# Also when it is killed without a chance to clean up.
dbcheck -c "$PWD/t.conf" >out &
pid=$!
wait_for four
kill -KILL $pid
wait $pid 2>/dev/null && echo 0 || echo $?
wait_for gone && echo gone
