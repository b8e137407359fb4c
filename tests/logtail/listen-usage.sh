# Addresses that are none.
for a in '' udp udp: udp:: udp:127.0.0.1 udp:127.0.0.1: udp:127.0.0.1:65536 udp:127.0.0.1:x udp:::1:514 \
	'udp:[::1:514' udp:localhost:514 udp:999.1.1.1:514 tls:127.0.0.1:514 unix: tcp:127.0.0.1:-1 \
	unix-stream:/$(printf 'x%.0s' $(seq 120)); do
	timeout 10 logtail -l "$a" && rc=0 || rc=$?
	[ $rc = 3 ] || echo "status $rc: $a"
done
logtail -l unix:/nowhere/s || echo "status $?"
