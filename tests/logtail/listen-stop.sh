# What has arrived when it is told to stop is taken: also of connections that nobody let in yet.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
PATH=$B/tests/tools:$PATH
for kind in tcp:127.0.0.1:0 unix-stream:s udp:127.0.0.1:0; do
	listening -l $kind
	where=s
	[ $kind = unix-stream:s ] && socket s || where=$(port ${kind%:0})
	kill -STOP $listener
	senders ${kind%%:*} "$where" 100 20
	kill -TERM $listener
	kill -CONT $listener
	wait $listener || :
	echo "${kind%%:*}: $(grep -c 'db1 app: ' got)"
done
