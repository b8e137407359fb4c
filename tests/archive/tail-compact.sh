# seconds: 300
# A follower behind which segments are sealed, compacted and expire misses nothing, and goes on; so
# does one that is slower than all that, and is stopped meanwhile.
awk -v n=6000 -f "$TOP/archive/records.awk" >in
cat >c.conf <<'X'
[class all]
keep = 6month
X
archive init -c c.conf d
head -n 1 in | archive append d
archive tail -f --after 0 d >got &
pid=$!
archive tail -f --after 0 d >slow &
slow=$!
wait_for() {	# FILE LINES: within a minute
	end=$(($(date +%s) + 60))
	until [ "$(wc -l <"$1")" -ge "$2" ]; do
		[ "$(date +%s)" -lt "$end" ] || { echo "no $2 lines in $1"; break; }
		sleep 0.02
	done
}
wait_for got 1
wait_for slow 1
kill -STOP $slow
from=2
while [ $from -le 6000 ]; do
	sed -n "$from,$((from + 599))p" in | archive append --commit 1K --segment 16K d
	archive seal d
	archive compact --block 64K d >/dev/null
	from=$((from + 600))
	[ $from != 3002 ] || wait_for got 3001
done
wait_for got 6000
kill -CONT $slow
wait_for slow 6000
echo '{"one":"more"}' | tee -a in | archive append d
wait_for got 6001
wait_for slow 6001
ls d | sed 's/.*\.//' | sort | uniq -c | awk '$2 == "cold" { print ($1 > 3 ? "cold files" : "few") }'
cmp got in && cmp slow in && echo 'each once, in order'
# all that is there expires: who follows goes on with what comes
kill -STOP $slow
archive seal d >/dev/null
archive prune --yes --by me --why old --now 2029-01-01T00:00:00Z d | sed -n '$s/[0-9][0-9]*/N/gp'
echo '{"the":"last"}' | tee -a in | archive append d
wait_for got 6002
kill -CONT $slow
wait_for slow 6002
cmp got in && cmp slow in && echo 'and goes on'
kill $pid $slow
wait $pid $slow 2>/dev/null || :
