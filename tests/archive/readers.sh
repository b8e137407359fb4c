# Readers while records are added and segments sealed: always the start of what goes in.
awk -v n=20000 -f "$TOP/archive/records.awk" >in
mkfifo p
archive append --pass --commit 4K --segment 32K d <p >passed &
exec 3>p
cat in >&3 &
feeder=$!
rounds=0 i=0
while [ ! -s passed ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
while kill -0 $feeder 2>/dev/null || [ $rounds -lt 5 ]; do
	before=$(wc -l <passed)
	archive cat d >got
	after=$(wc -l <got)
	[ "$after" -ge "$before" ]
	cmp -n "$(wc -c <got)" got in
	archive verify -q d
	archive positions d >positions
	archive ls d >/dev/null
	rounds=$((rounds + 1))
done
exec 3>&-
wait
archive cat d | cmp - in
echo done
