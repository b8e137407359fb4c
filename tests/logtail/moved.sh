# A directory that is moved away, and another one in its place: every line of both, at once.
. "$TOP/logtail/helpers"
mkdir d
echo 1 >d/app.log
follow d/app.log 'd/*.txt'
lines 1
mv d away
mkdir d
echo 2 >d/app.log
lines 2
echo 3 >d/app.log.tmp
mv d/app.log.tmp d/new.txt
lines 3
stop
