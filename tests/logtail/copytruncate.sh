# What was written between the last look and the truncation is read from the copy.
. "$TOP/logtail/helpers"
echo one >f
follow f
lines 1
kill -STOP "$follower"
echo two >>f
cp f f.1
: >f
echo three >>f
kill -CONT "$follower"
lines 3
stop
