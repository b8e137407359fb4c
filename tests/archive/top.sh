# The messages that there are most of: the same from cold files, hot ones, the tail, and for all
# of them what counting by hand gives.
. "$TOP/archive/helpers"
awk 'BEGIN { for (i = 0; i < 5000; i++) {
	if (i % 10 < 5) m = sprintf("Nov %2d %02d:00:%02d session %d opened for user u%d", 1 + i / 1000, i % 24, i % 60, i, i % 7)
	else if (i % 10 < 8) m = sprintf("block blk_-%d of size 67108864 from /10.0.%d.%d:50010", i * 7919, i % 3, i % 251)
	else if (i % 10 == 8) m = "disk \\\"/var\\\" is full"
	else { m = "(" i; for (k = 0; k < 40; k++) m = m ")(" (i + k) }
	printf "{\"time\":\"2026-11-%02dT%02d:%02d:00+08:00\",\"type\":\"log\",\"system\":\"%s\",\"kind\":\"%s\",\"msg\":\"%s\"}\n",
		1 + i / 1000, i % 24, i % 60, i % 4 ? "order" : "mail", i % 10 < 8 ? "app" : "db", m }
	print "{\"type\":\"stat\",\"path\":\"/x\"}" }' >in
head -n 4900 in | archive append --commit 60s --commit 4K --segment 64K d
archive seal d
cp -r d c
archive compact --block 256K c >/dev/null
ls c | sed -n 's/.*\.cold/cold/p' | uniq
tail -n +4901 in | archive append --commit 60s d
tail -n +4901 in | archive append --commit 60s c
archive top d >hot
archive top c >cold
cmp hot cold
jq -r '[.records, .template, .first, .last, .seq] | @tsv' cold
jq -r .msg cold | sed -n '1p;4p'
# counted by hand
jq -r '.msg // "-" | if test("session") then "session" elif test("blk") then "blk" elif test("full") then "full" elif test("^\\(") then "many" else . end' in | sort | uniq -c | awk '{ print $1, $2 }' | sort -rn | sed 's/ .*//' >want
jq .records cold | sort -rn | cmp - want
jq -s 'map(.share) | add | . > 99.9 and . < 100.1' cold
# what is asked for
for o in '-s mail' '-k db' '-s order -s mail -k app' '--since 2026-11-02T08:00:00Z --until 2026-11-03' '--where .kind=="db"' '-n 2' '-n 0' '-s none'; do
	archive top $o d >hot
	archive top $o c >cold
	cmp hot cold
	n=$(archive cat ${o%%-n *} c | wc -l)
	echo "$o: $(jq -s 'map(.records) | add // 0' cold) of $n"
done
archive top -h -n 2 c | sed 's/  *$//'
# whose class withholds them is not counted
printf '[class db]\nwhere = .kind == "db"\nsecrecy = secret\nkeep = 6month\n[class log]\nkeep = 6month\n' >c.conf
archive init -c c.conf s
archive append --commit 60s s <in
archive seal s
archive compact s >/dev/null
archive top --reason audit --clearance internal s | jq -r '[.records, .template] | @tsv'
archive top --reason audit --clearance secret s | jq -r .records | head -n 4
# what is damaged is said, and the rest is counted
flip c/0000000001.cold 9000
archive top c >got 2>err || echo "damaged: $?"
grep -c damaged err
# more templates than are told apart
awk 'BEGIN { for (i = 0; i < 66000; i++) { w = ""; for (k = i; k > 0; k = int(k / 26)) w = w sprintf("%c", 97 + k % 26)
	print "{\"time\":\"2026-11-01T00:00:00Z\",\"msg\":\"this is " w "\"}" } }' | archive append --segment 1M m
archive seal m
archive top -n 0 m 2>hot.err | jq -r .records | sort -rn | uniq -c | sed 's/^ *//'
archive compact m >/dev/null
archive top -n 0 m 2>cold.err | jq -r '[.records, .template] | @tsv' | sort -rn | head -n 1
cat hot.err cold.err >&2
archive top d e || echo "status $?"
archive top -n x d || echo "status $?"
