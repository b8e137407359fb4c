#!/bin/sh
# Classifying: all shipped rules on mixed log records, of which a quarter is known to a rule.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
lines=100000

# messages: those that the rules' own test lines say, and lines of an application that no rule knows
sed -n 's/^yes *= *//p' "$ETC"/rules/*.rules | grep -v '␤' >"$dir/known"
awk -v n=$lines '
	function draw(below) { state = (state * 16807) % 2147483647; return state % below }
	BEGIN { state = 42 }
	{ known[count++] = $0 }
	END {
		split("order payment case user session report invoice file queue page", things, " ")
		split("was created|has been moved to node|is waiting for worker|finished after ms|opened by user|sent to partner|cached with key|selected from table", verbs, "|")
		for (i = 0; i < n; i++)
			if (draw(4) == 0)
				print known[draw(count)]
			else
				printf "2026-03-%02d %02d:%02d:%02d,%03d INFO  [http-nio-8080-exec-%d] cn.example.orders.%sService - %s %d %s %d\n", \
				    draw(28) + 1, draw(24), draw(60), draw(60), draw(1000), draw(200), \
				    things[draw(10) + 1], things[draw(10) + 1], draw(1000000), verbs[draw(8) + 1], draw(10000)
	}' "$dir/known" >"$dir/text"
jq -cR '{time: "2026-03-01T08:00:00.000+08:00", type: "log", host: "app01", kind: "app",
	path: "/var/log/app.log", fid: "9f3a0001", off: 131072, end: 131202, msg: .}' "$dir/text" >"$dir/in"
# for the peers: one expression a line, without the names of groups
sed -n 's/^match *= *//p' "$ETC"/rules/*.rules | sed 's/(?<\([A-Za-z_][A-Za-z_0-9]*\)>/(?:/g' >"$dir/patterns"

now() { date +%s%N; }
measure() {	# NAME INPUT COMMAND...: the best of three
	name=$1 input=$2 best=
	shift 2
	for _ in 1 2 3; do
		t=$(now)
		timeout 30 "$@" <"$input" >/dev/null 2>"$dir/err" && rc=0 || rc=$?
		[ $rc -le 1 ] || { echo "$name: $(head -n 1 "$dir/err")"; return; }
		t=$((($(now) - t) / 1000))
		if [ -z "$best" ] || [ $t -lt "$best" ]; then best=$t; fi
	done
	: "${first:=$best}"
	awk -v name="$name" -v us="$best" -v first="$first" -v n="$(wc -l <"$input")" -v all=$lines -v bytes="$(wc -c <"$input")" 'BEGIN {
		printf "| %s | %.0f | %.0f | %.2f |\n", name, n / us * 1e3, bytes / us, us * all / n / first }'
}

rules=$(logclassify -n | sed 's/ rules.*//')
echo "$lines records; $(wc -l <"$dir/patterns") expressions in $rules rules; best of three runs; time is for as many lines."
echo
echo '| what | thousand lines/s | MB/s of its input | time |'
echo '|---|---|---|---|'
measure 'logclassify' "$dir/in" logclassify
measure 'logclassify -F' "$dir/in" logclassify -F
measure 'logclassify without rules: read and write only' "$dir/in" logclassify -r /dev/null
head -n $((lines / 50)) "$dir/in" >"$dir/few"
measure 'each rule tried in order, PCRE2 JIT' "$dir/few" "$B/tests/tools/first_rule" "$ETC/rules"
measure 'jq, one expression' "$dir/in" jq -c 'select(.msg | test("ORA-0(0600|7445)"))'
if command -v rg >/dev/null; then
	head -n 100 "$dir/patterns" | while IFS= read -r p; do
		rg -q -e "$p" /dev/null 2>/dev/null && rc=0 || rc=$?
		[ $rc = 2 ] || printf '%s\n' "$p"
	done >"$dir/rg"
	measure "rg, plain lines, $(wc -l <"$dir/rg") of the first 100 expressions, only whether one matches" \
		"$dir/text" rg -f "$dir/rg" -
fi
echo
echo "Startup: $(t=$(now); for _ in 1 2 3 4 5 6 7 8 9 10; do logclassify </dev/null; done; \
	echo $((($(now) - t) / 10000))) µs with all rules."
