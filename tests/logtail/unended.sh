# A last line without its newline: while following it waits for the rest.
. "$TOP/logtail/helpers"
printf 'whole\nha' >f
logtail -H h f | texts
follow f
lines 1
printf 'lf\nre' >>f
lines 2
mv f f.1
echo new >f
lines 3
stop
