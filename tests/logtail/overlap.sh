# A file of several patterns is of the first of them, also when it appears later.
. "$TOP/logtail/helpers"
mkdir d
echo 1 >d/a1.log
cat >c.conf <<'C'
[source one]
path = d/a*.log
system = one
[source two]
path = d/*.log
system = two
C
follow -c c.conf
lines 1
echo 2 >d/a2.log
lines 2
echo 3 >d/b.log
lines 3
stop
sed -n 's/.*"system":"\([a-z]*\)".*"msg":"\(.*\)"}$/\2 \1/p' got
