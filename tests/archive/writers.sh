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
# control: without the lock the second writer is let in, and what the first was told is safe is gone
mkfifo q
archive append --pass e <q >got &
pid=$!
exec 3>q
echo '{"a":1}' >&3
i=0
while [ "$(wc -l <got)" -lt 1 ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
rm e/lock
echo '{"a":2}' | archive append e && echo "let in"
echo '{"a":3}' >&3
exec 3>&-
wait $pid || :
{ archive verify -q e && archive cat e | cut -d , -f 1 | grep -c .; } >out 2>&1 && grep -qx 3 out || echo "records are mixed or lost"
