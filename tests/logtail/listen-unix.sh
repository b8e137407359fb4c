# The path of a Unix socket: left over, in use, something else, taken by another meanwhile.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
for kind in unix unix-stream; do
	echo "- $kind"
	listening -l $kind:s
	socket $kind s
	ls -l s | cut -c 1-10
	logtail -l $kind:s && echo "two listen" || echo "status $?"
	kill -KILL $listener
	wait $listener 2>/dev/null || :
	[ -S s ] && echo "left over"
	listening -l $kind:s
	socket $kind s
	echo '<13>over' | senders $kind s
	lines 1
	stop_listening
	grep -o '"msg".*' got
	[ -e s ] && echo "not removed"
	listening -l $kind:s
	socket $kind s
	rm s
	echo a file >s
	stop_listening
	cat s
	logtail -l $kind:s && echo "a file is a socket" || echo "status $?"
	cat s
	rm s
done
