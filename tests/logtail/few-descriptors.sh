# More files than the system lets be open: all are read, and followed, and rotated.
. "$TOP/logtail/helpers"
mkdir d
for i in $(seq 200); do echo "$i" >d/f$i.log; done
ulimit -n 80
follow 'd/*.log'
lines 200
for i in $(seq 200); do mv d/f$i.log d/f$i.log.1; echo "$((i + 200))" >d/f$i.log; done
lines 400
stop | sed 's/. //' | sort -n | uniq | awk '{ n++ } END { print n }'
cat said
