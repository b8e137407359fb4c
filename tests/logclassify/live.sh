# A record comes out when it is ready, not when a buffer is full; tick and flush keep their place.
"$TOP/logclassify/helpers" small >r.rules
mkfifo p
: >got
logclassify -r r.rules <p >>got &
exec 3>p
wait_lines() {
	i=0
	while [ "$(wc -l <got)" -lt "$1" ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
}
echo '{"type":"log","msg":"timeout"}' >&3
wait_lines 1
cat got
printf '%s\n' '{"type":"log","msg":"a"}' '{"type":"tick","time":"2026-01-01T00:00:00Z"}' '{"type":"flush","id":"7"}' >&3
wait_lines 4
tail -n 3 got
exec 3>&-
wait
