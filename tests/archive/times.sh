# --since and --until choose by the time of the record; the end is not in it.
awk -v n=2000 -f "$TOP/archive/records.awk" >in
{ head -n 1000 in; echo '{"msg":"without a time"}'; tail -n 1000 in; } >mixed
archive append --commit 60s --commit 4K --segment 16K d <mixed
archive cat --since 2026-11-21T00:20:00Z d | head -n 1
archive cat --since 2026-11-21T00:20:00Z d | wc -l
archive cat --until 2026-11-21T00:00:02Z d | wc -l
archive cat --since 2026-11-21T08:01:00+08:00 --until 2026-11-21T08:02:00+08:00 d | wc -l
archive cat --since 2026-11-22 d | wc -l
archive cat --since 2026-11-21 --seq d | tail -n 1
# segments of other times are not even read: damage in them is not seen
printf 'x' | dd of=d/0000000001.zst bs=1 seek=600 conv=notrunc status=none
archive cat --since 2026-11-21T00:30:00Z d | wc -l
archive cat d >/dev/null || echo "cat $?"
# --where chooses by a condition
archive cat --where '.off == 40 or .msg == "without a time"' d 2>/dev/null || :
archive cat --since 2026-11-21T00:30:00Z --where '.msg | test("full")' d | wc -l
archive grep -c --since 2026-11-21T00:30:00Z --where '.off > 19900' full d
archive cat --where '.off ==' d || echo "cat $?"
archive cat --since 2026-11-21T00:33:15Z --where '.msg.x == 1' d || echo "cat $?"
