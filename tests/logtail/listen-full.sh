# More connections than are taken: the others are refused, that is said, and no other suffers.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
[ "$(ulimit -H -n)" = unlimited ] || [ "$(ulimit -H -n)" -ge 1500 ] || {
	echo "a process may not open enough here"
	exit 77
}
listening -l tcp:127.0.0.1:0
mkfifo hold
senders tcp "$(port tcp:127.0.0.1)" 1100 3 hold <hold >sent &
exec 3>hold
said 'is refused'
i=0
until grep -q sent sent; do
	i=$((i + 1))
	[ $i -lt 1200 ] || break
	sleep 0.05
done
stop_listening	# with the one that is stuck and the one that sends garbage
echo "$(grep -c 'db1 app: ' got) messages of 1022 senders"
exec 3>&-
wait
