# -n: the last lines only.
. "$TOP/logtail/helpers"
printf '1\n2\n3\n4' >f
for n in 0 1 2 9; do echo "-n $n"; logtail -n $n f | texts; done
awk 'BEGIN { for (i = 1; i <= 100000; i++) print "line", i }' >g
logtail -n 99999 g | texts | sed -n '1p;$p'
follow -n 1 g
lines 1
echo more >>g
lines 2
stop
