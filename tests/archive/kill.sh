# seconds: 300
# Killed at random moments: what was passed on is there, and everything once in the end.
PATH=$B/tests/tools:$PATH
list='! ls d/*.tail d/*.zst 2>&1 | grep -qv "^ls:" || archive cat d'	# killed before it made one
awk -v n=3000 -f "$TOP/archive/records.awk" >in
for seed in 1 2 3; do
	killer 25 $seed in "$list" -- archive append --pass --commit 2K --segment 16K d 2>err
	archive verify -q d
	zstd -q -dc d/*.zst | cmp - in
	rm -rf d
done | sed 's/ [0-9]* passed on/ N passed on/'
# control: who takes what was sent for safe loses records
killer -s 25 1 in "$list" -- archive append --pass --commit 2K d >out 2>err && echo "nothing was lost" || cut -d ';' -f 1 out
