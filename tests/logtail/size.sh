# Size records: of every file, on SIGUSR1 and as often as asked; the change since the last one.
. "$TOP/logtail/helpers"
printf '0123456789\n' >a.log
printf 'abc\n' >b.log
printf '[source b]\npath = b.log\nsystem = orders\n' >s.conf
sizes() {	# N: wait for so many records
	i=0
	while [ "$(grep -c '"type":"size"' got)" -lt "$1" ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
}
show() { jq -r 'select(.type == "size") | [.target, .system // "-", .path, .size, .delta // "-"] | join(" ")' got; }
: >got
logtail -f --tick 0 -c s.conf a.log >got &
follower=$!
lines 2
kill -USR1 $follower
sizes 2
head -c 1000 /dev/zero | tr '\0' x >>a.log
echo >>a.log
lines 3
: >b.log
echo x >>b.log
lines 4
kill -USR1 $follower
sizes 4
kill $follower
wait
show
echo '# every second'
: >got
logtail -f --tick 0 --size 1s a.log >got &
sizes 3
kill $!
wait
show | head -n 3
logtail --size 1 a.log && rc=0 || rc=$?
echo "status $rc"
