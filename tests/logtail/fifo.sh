# A named pipe that appears late, and one that is removed and made anew.
. "$TOP/logtail/helpers"
mkfifo again
follow late again
echo first >again
lines 1
rm again
mkfifo again
echo second >again
lines 2
mkfifo late
echo third >late
lines 3
stop
