# The state cannot be written for a while: the lines come out all the same, and once it can be, it is.
# A number of a file that has 64 bits is kept.
. "$TOP/logtail/helpers"
mkdir v
echo 1 >f
follow --state v/s f
lines 1
i=0
while [ ! -s v/s ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i + 1)); done
mv v w
echo 2 >>f
lines 2
i=0
while [ ! -s said ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i + 1)); done
echo 3 >>f
lines 3
mv w v
stop
echo 4 >>f
logtail --state v/s f | texts
sed 's/"ino":[0-9]*/"ino":18446744073709551615/' v/s >big
logtail --state big g 2>/dev/null || :
sed -n 's/.*\("ino":[0-9]*\).*/\1/p' big
echo 5 >g
logtail --state big g | texts
sed -n 's/.*\("ino":1844[0-9]*\).*/\1/p' big
