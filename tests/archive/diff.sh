# What a day has that another had not, and what there is more or less of.
rec() { # day n text...
	awk -v day="$1" -v n="$2" -v text="$3" 'BEGIN { for (i = 0; i < n; i++) {
		t = text; gsub(/#/, i * 13 + 5, t)
		printf "{\"time\":\"2026-11-%sT%02d:%02d:00Z\",\"system\":\"s%d\",\"msg\":\"%s\"}\n", day, i / 60 % 24, i % 60, i % 2, t } }'
}
rec 20 400 'request # done in # ms' >in
rec 20 40 'retry # of #' >>in
rec 20 30 'cache hit #' >>in
rec 20 12 'old job #' >>in
rec 20 5 'rare one #' >>in
rec 21 9 'only between # and #' >>in
rec 22 410 'request # done in # ms' >>in
rec 22 200 'retry # of #' >>in
rec 22 10 'cache hit #' >>in
rec 22 1 'panic: at #' >>in
rec 22 9 'rare one #' >>in
rec 22 3 'plain' >>in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
cp -r d c
archive compact --block 64K c >/dev/null
show() { jq -r '[.state, .was, .records, .ratio // "-", .template, .msg] | @tsv'; }
archive diff 2026-11-20 2026-11-22 d | show
archive diff 2026-11-20 2026-11-22 d >hot
archive diff 2026-11-20 2026-11-22 c | cmp - hot
head -n 1 hot
echo "--ratio 4:"
archive diff --ratio 4 2026-11-20 2026-11-22 c | show | cut -f 1-4
echo "--least 5:"
archive diff --least 5 2026-11-20 2026-11-22 c | show | cut -f 1-4
echo "the other way round:"
archive diff 2026-11-22 2026-11-20 c | show | cut -f 1-5
echo "the same day:"
archive diff 2026-11-22 2026-11-22 c
archive diff -h -n 3 -s s1 2026-11-20 2026-11-22 c
# a day that begins at another hour than in UTC
archive diff 2026-11-19T23:00:00-01:00 2026-11-22T08:00:00+08:00 c | jq -r '[.was_day, .day] | @tsv' | uniq
archive diff 2026-11-20T01:00:00Z 2026-11-22T00:30:00Z c | jq -r '[.was_day, .day, .was, .records] | @tsv' | head -n 1
archive diff 2026-11-20 c || echo "status $?"
archive diff --ratio 0.5 2026-11-20 2026-11-21 c || echo "status $?"
archive diff 20.11. 2026-11-21 c || echo "status $?"
