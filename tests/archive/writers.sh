# One writer at a time: the second is refused and told by whom; readers are not held up.
mkfifo p
archive append --pass d <p >got &
pid=$!
exec 3>p
echo '{"a":1}' >&3
i=0
while [ ! -s got ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
echo '{"a":2}' | archive append d 2>err || echo "append $?"
sed "s/process $pid /process PID /" err
archive seal d 2>/dev/null || echo "seal $?"
archive cat d
archive verify d | cut -d ' ' -f 1
exec 3>&-
wait $pid
echo '{"a":2}' | archive append d
archive cat d
