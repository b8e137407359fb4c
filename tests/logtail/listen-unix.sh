# The path of a Unix socket: left over, in use, something else, taken by another meanwhile.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
PATH=$B/tests/tools:$PATH
for kind in unix unix-stream; do
	echo "- $kind"
	listening -l $kind:s
	socket s
	ls -l s | cut -c 1-10
	logtail -l $kind:s && echo "two listen" || echo "status $?"
	kill -KILL $listener
	wait $listener 2>/dev/null || :
	[ -S s ] && echo "left over"
	listening -l $kind:s
	i=0	# the path is there: wait until somebody listens
	until echo '<13>over' | senders $kind s 2>/dev/null; do
		i=$((i + 1))
		[ $i -lt 200 ] || break
		sleep 0.05
	done
	lines 1
	stop_listening
	grep -o '"msg".*' got
	[ -e s ] && echo "not removed"
	listening -l $kind:s
	socket s
	rm s
	echo a file >s
	stop_listening
	cat s
	logtail -l $kind:s && echo "a file is a socket" || echo "status $?"
	cat s
	rm s
done
