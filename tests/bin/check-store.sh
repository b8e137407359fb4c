# How an archive is: room on its disk, media that expire, copies; the records are checks as any others.
awk -v n=2000 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
archive copy d e >/dev/null
show() { jq -r '[.target, .check, .status, (if .check == "archive.space" then (.value > 14) else .value end), (.msg | sub("^[0-9]+ bytes a day, [0-9]+ are"; "N bytes a day, N are"))] | @tsv'; }
check-store d e | show
# a medium is near its end, past it, and its content goes to another one
archive export --to v1 --label 'logs of "2026"' --medium D-1 --keeper Li --expires 2027-01-10 d >/dev/null
archive export --to v2 --label 'plans' --medium D-2 --expires 2030-01-01 d >/dev/null
for t in 2026-06-01 2026-12-01 2027-01-11; do
	check-store -t $t d >out || echo "$t: status $?"
	show <out
done
archive export --to v3 --label 'logs of "2026"' --medium D-3 --keeper Li --expires 2032-01-10 d >/dev/null
check-store -t 2027-01-11 d >out || echo "status $?"
show <out
# a copy that is not equal
printf X | dd of=e/0000000002.zst bs=1 seek=100 conv=notrunc status=none
check-store -t 2026-06-01 d e >out || echo "status $?"
show <out
# they are records: kept, judged, reported
archive append checks <out
archive grep -c '"status":"critical"' checks
reportfmt -o csv <out | grep -c archive.copy
check-store 2>&1 || echo "status $?"
check-store nowhere 2>&1 || echo "status $?"
