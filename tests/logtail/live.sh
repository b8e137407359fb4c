# A record comes out while the input stays open.
. "$TOP/logtail/helpers"
mkfifo p
: >got
logtail -H h - <p >got &
exec 3>p
echo one >&3
lines 1
texts <got
exec 3>&-
wait
