# How much is of which system, source, day: what counting the plain text gives.
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "{\"time\":\"2026-11-%02dT%02d:00:00Z\"%s,\"kind\":\"%s\",\"path\":\"/log/%d\",\"host\":\"h%d\",\"msg\":\"line %d\"}\n",
	1 + i / 200, i % 24, i % 10 == 3 ? "" : i % 10 < 6 ? ",\"system\":\"订单\\\"\"" : ",\"system\":\"mail\"", i < 100 ? "db" : "app", i % 300, i % 3, i }' >in
head -n 2900 in | archive append --commit 60s --commit 4K --segment 16K d
archive seal d
tail -n 100 in | archive append --commit 60s d
for by in system kind host day; do archive du --by $by d | awk '{ $3 = ""; print }'; done
archive du d >got
cmp got - <<END
$(archive du --by system d)
END
for by in system kind host path; do
	jq -r --arg by "$by" '"\(.[$by] // "-") \(tojson | utf8bytelength + 1)"' in |
		awk '{ n[$1]++; b[$1] += $2; all++; bytes += $2 } END { for (v in n) print n[v], b[v], v; print all, bytes, "all" }' |
		sort >want
	archive du --by $(echo $by | sed s/path/source/) d | awk 'NR > 1 { print $1, $2, $4 }' | sort | cmp - want
done
jq -r '"\(.time[:10]) \(tojson | utf8bytelength + 1)"' in | awk '{ n[$1]++; b[$1] += $2 } END { for (v in n) print n[v], b[v], v }' | sort >want
archive du --by day d | awk 'NR > 1 && $4 != "all" { print $1, $2, $4 }' | sort | cmp - want
# all that is on disk, but for the indexes, and for half a byte of each row
archive du d | awk '$4 == "all" { print ($3 > 1000 && $3 < '"$(cat d/*.zst d/*.tail | wc -c)"') }'
archive du -h --by kind d | head -n 2 | awk '{ print $2, $4 }'
archive du --by colour d || echo "status $?"
