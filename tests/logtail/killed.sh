# Killed in the first block of a file that had a few bytes when it was opened: the archive has
# lines of it, and its first source record alone.  It is known all the same, by a copy of it.
. "$TOP/logtail/helpers"
echo ready >ready
for width in 1 100; do
	printf 'the ' >app.log
	follow app.log ready
	lines 1
	rest=$(printf "line %0${width}d\n" 1 2 3 4 5 6 7 8 9)
	printf 'first\n%s\n' "$rest" >>app.log	# at once
	lines 11
	kill -KILL $follower
	wait $follower 2>/dev/null || :
	grep '"path":"app.log"' got | awk '/"type":"source"/ && n++ { next } { print }
		/"msg":"line 0*7"/ { exit }' >part
	archive append archive <part
	cp app.log app.log.1
	echo line 10 >app.log
	logtail -H h --resume archive app.log | texts | sed 's/line 0*/line /'
	rm -r archive app.log app.log.1
done
