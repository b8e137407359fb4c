# A message comes out while the input stays open; a tick and a flush are none.
mkfifo p
: >got
reportfmt -o rfc5424 <p >>got &
exec 3>p
wait_for() {
	i=0
	while [ "$(wc -l <got)" -lt "$1" ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
	cat got
}
echo '{"time":"2026-11-20T08:00:00Z","type":"log","host":"a","msg":"first"}' >&3
wait_for 1
echo '{"type":"tick","time":"2026-11-20T08:00:01Z","source":"a"}' >&3
echo '{"type":"flush","id":1}' >&3
echo '{"time":"2026-11-20T08:00:02Z","type":"log","host":"a","msg":"second"}' >&3
wait_for 2
exec 3>&-
wait
