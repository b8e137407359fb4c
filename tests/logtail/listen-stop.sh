# What has arrived when it is told to stop is taken: also of connections that nobody let in yet.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
for kind in tcp:127.0.0.1:0 unix-stream:s udp:127.0.0.1:0; do
	listening -l $kind
	where=s
	[ $kind = unix-stream:s ] && socket unix-stream s || where=$(port ${kind%:0})
	kill -STOP $listener
	senders ${kind%%:*} "$where" 100 20
	kill -TERM $listener
	kill -CONT $listener
	wait $listener || :
	echo "${kind%%:*}: $(grep -c 'db1 app: ' got)"
done
# Most of this waits with the kernel of the sender, which is gone.
awk 'BEGIN { for (i = 0; i < 10000; i++) print "<134>Nov 20 20:52:36 db1 app: " i " of a long text" }' >long
listening -l tcp:127.0.0.1:0
kill -STOP $listener
senders tcp "$(port tcp:127.0.0.1)" <long
kill -TERM $listener
kill -CONT $listener
wait $listener || :
echo "one who is gone: $(grep -c 'db1 app: ' got)"
