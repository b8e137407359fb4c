# A signal ends the input: what was read is stored, and plain zstd reads it.
for sig in TERM HUP; do
	rm -rf d p got
	mkfifo p
	archive append --pass d <p >got &
	pid=$!
	exec 3>p
	echo "{\"a\":\"$sig\"}" >&3
	i=0
	while [ ! -s got ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
	kill -s $sig $pid
	wait $pid
	exec 3>&-
	zstd -q -dc d/*.zst
done
# where it is ignored, the rest is drained
rm -rf d p got
mkfifo p
(trap '' TERM; exec archive append --pass d) <p >got &
pid=$!
exec 3>p
echo '{"a":1}' >&3
i=0
while [ ! -s got ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
kill -s TERM $pid
echo '{"a":2}' >&3
exec 3>&-
wait $pid
archive cat d
