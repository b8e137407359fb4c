# What follows from a record comes out while the input stays open.
. "$TOP/slawatch/helpers"
mkfifo p
: >got
slawatch -p procuratorate <p >got 2>/dev/null &
exec 3>p
step 09:00:00 A opened 3 >&3
i=0
while [ "$(wc -l <got)" -lt 3 ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
brief <got
tick 09:20:00 >&3
while [ "$(wc -l <got)" -lt 5 ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
tail -n 2 got | brief
exec 3>&-
wait
