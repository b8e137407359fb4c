# seconds: 300
# Writer, follower and the archive of what is derived are killed at random: each once, in order.
PATH=$B/tests/tools:$PATH
awk -v n=4000 -f "$TOP/archive/records.awk" >in
cat >derive.awk <<'END'
{
	seq = $0
	sub(/.*"seq":/, "", seq)
	sub(/}.*/, "", seq)
	for (n = 1; n <= 2; n++)
		printf "{\"type\":\"clock\",\"seq\":%d,\"n\":%d,\"of\":%s}\n", seq, n, $0
	fflush()
}
END
sed 's/,\\"n\\":%d//; s/seq, n, /seq, /' derive.awk >nameless.awk
count() {
	archive grep -c . "$1" 2>/dev/null || :
}
wait_for() {	# DIR COUNT: at least so many records, within two minutes
	end=$(($(date +%s) + 120))
	until [ "$(count "$1")" -ge "$2" ] 2>/dev/null; do
		[ "$(date +%s)" -lt "$end" ] || { echo "no $2 records in $1"; exit 1; }
		sleep 0.02
	done
}
stages() {	# DIR2 AWK: the pipe, in a process group of its own
	setsid sh -c 'archive tail -f --seq --after "$(archive positions --after "$1")" d | awk -f "$2" |
		archive append --commit 1K --segment 16K "$1"' - "$1" "$2" 2>>err &
	group=$!
}
stop() {
	kill -9 -$group
	wait $group 2>/dev/null || :
}

killer 25 4 in 'archive cat d' -- archive append --pass --commit 2K --segment 16K d >killed 2>err &
writer=$!
wait_for d 1
for at in 1 150 400 401 1000 2200 2900 5000; do
	stages d2 derive.awk
	wait_for d2 $at
	stop
done
wait $writer
sed 's/ [0-9]* passed on/ N passed on/' killed
stages d2 derive.awk
wait_for d2 8000
stop
archive cat --seq d | awk -f derive.awk >expected
archive cat d2 | cmp - expected && echo 'each once, in order'
archive verify -q d2

# control: what has no identity comes twice
for at in 100 4100; do
	stages d3 nameless.awk
	wait_for d3 $at
	stop
done
archive cat d3 | sort | uniq -d | grep -q . && echo 'without n: twice'
