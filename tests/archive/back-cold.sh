# What was compacted: from the last to the first, how much it is, by threads, followed behind it.
awk -v n=2000 -f "$TOP/archive/records.awk" | sed 's/"type":"log",/&"system":"orders","host":"h1",/' >in
head -n 1800 in | archive append --commit 60s --commit 4K --segment 16K d
archive compact d >said 2>err || { cat said err; exit 1; }
ls d | sed -n 's/.*\.//p' | sort | uniq -c | awk '$2 == "cold" { print ($1 > 0) }'
archive tail -f --after 1700 d >on &
follower=$!
tail -n 200 in | archive append --commit 60s --segment 16K d
archive cat d | cmp - in
archive cat --reverse d | tac | cmp - in
archive cat --seq d >all
archive cat --reverse --seq d | tac | cmp - all
archive tail -n 900 d | cmp - - <<END
$(tail -n 900 in)
END
for n in 1 3; do
	for pattern in 'line 1[0-9]*5 ' 'disk is full' 'no such' 'line 17'; do
		archive grep --threads $n -- "$pattern" d >got || :
		grep -P -- "$pattern" in >want || :
		cmp got want
	done
	[ "$(archive grep --threads $n -c -F full d)" = "$(grep -c full in)" ]
done
archive du --by system d | awk '{ print $1, $2, $4 }'
archive du d | awk '$4 == "all" { print ($3 > 1000 && $3 < '"$(cat d/*.cold d/*.zst d/*.tail | wc -c)"') }'
archive grep -c -s orders . d
archive grep -c -s none . d || echo "status $?"
end=$(($(date +%s) + 60))
until [ "$(wc -l <on)" -ge 300 ] || [ "$(date +%s)" -ge "$end" ]; do sleep 0.02; done
kill $follower
wait $follower
tail -n 300 in | cmp - on && echo followed
