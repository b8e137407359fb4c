# One archive is the queue of another: tail -f | a stage | append, each killed; every record once.
# seconds: 300
awk -v n=2000 -f "$TOP/archive/records.awk" >in
two='{type: "check", seq: .seq, n: 0, of: .end}, {type: "check", seq: .seq, n: 1, of: .end}'
mkfifo one two
start() {
	archive tail -f --seq --after "$(archive positions --after b)" a >one &
	tail=$!
	jq -c --unbuffered "$two" <one >two &
	stage=$!
	archive append --commit 60s --commit 1K --segment 32K b <two 2>said &
	append=$!
}
await() {	# so many records in b
	while [ "$(archive cat b 2>/dev/null | wc -l)" -lt "$1" ]; do kill -0 $tail $stage $append; done
}
fed=0
archive append a </dev/null
for round in 1 2 3 4 5 6 7 8 9; do
	start
	tail -n +$((fed + 1)) in | head -n 200 | archive append --segment 16K a
	fed=$((fed + 200))
	await $((fed + fed / 2 + round * 13))
	case $((round % 3)) in 0) kill -9 $tail ;; 1) kill -9 $stage ;; 2) kill -9 $append ;; esac
	kill -9 $tail $stage $append 2>/dev/null || :
	wait $tail $stage $append 2>/dev/null || :
done
tail -n +$((fed + 1)) in | archive append a
start
await 4000
kill $tail
wait $append || cat said
archive verify b | sed 's/,.*//'
archive cat b | jq -r '"\(.seq) \(.n) \(.of)"' >got
awk '{ for (n = 0; n < 2; n++) print NR, n, 10 * NR }' in >want
cmp want got && wc -l <got

# control: who always begins at the start, with records that an archive does not know again, has them twice
rm -rf a b
head -n 50 in | archive append a
for again in 1 2; do
	archive tail --seq --after 0 a | jq -c "$two | del(.n)" | archive append b
done
archive cat b | wc -l
