# Truncated, rewritten with as many bytes, and rewritten with more: new generations.
. "$TOP/logtail/helpers"
echo one >f
follow f
lines 1
: >f
echo two >>f
lines 2
echo trees >f
lines 3
echo "longer than before" >f
lines 4
stop
