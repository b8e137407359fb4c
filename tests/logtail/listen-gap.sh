# Datagrams that the kernel had no room for: how many is told, and what arrived and what did not
# are all that were sent.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
listening -l udp:127.0.0.1:0
kill -STOP $listener
senders udp "$(port udp:127.0.0.1)" 300 1000
kill -CONT $listener
stop_listening
grep '"type":"gap"' got | sed 's/"time":"[^"]*"/"time":"T"/; s/"host":"[^"]*"/"host":"H"/
	s/"fid":"[^"]*"/"fid":"F"/; s/"off":[0-9]*/"off":N/; s/"messages":[0-9]*/"messages":N/' | sort -u
sed -n 's/.*"type":"gap".*"messages":\([0-9]*\).*/\1/p' got | awk -v n="$(grep -c '"type":"log"' got)" '
	{ lost += $1 }
	END { print (lost > 0 ? "some were lost" : "none was lost") ", " lost + n " in all" }'
