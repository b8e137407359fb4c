# A file that is renamed away: its last lines, then the new file; what comes late is not lost.
. "$TOP/logtail/helpers"
echo one >f
follow f
lines 1
echo two >>f
mv f f.1
echo three >>f.1
lines 3
echo four >f
lines 4
echo five >>f.1
lines 5
mv f.1 f.2
mv f f.1
echo six >f
lines 6
stop
