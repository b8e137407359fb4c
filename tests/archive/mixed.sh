# seconds: 300
# One archive of all states: expired, cold, hot and open segments, with records that were redacted in
# cold and hot ones.  What cat and grep give with each option is what jq and grep give of the lines.
command -v jq >/dev/null || { echo "jq is not installed"; exit 77; }
awk 'BEGIN { for (i = 0; i < 1600; i++)
	printf "{\"time\":\"%s-%02dT%02d:%02d:%02dZ\",\"type\":\"log\",\"system\":\"%s\",\"kind\":\"%s\",\"host\":\"h%d\",\"user\":{\"name\":\"u%d\"},\"n\":%d,\"msg\":\"%s\"}\n",
	    i < 300 ? "2019-11" : "2026-11", 1 + int(i / 400), int(i / 60) % 24, i % 60, i % 7 * 8,
	    i % 3 ? "orders" : i % 2 ? "mail" : "web", i % 4 ? "app" : "db", i % 5, i % 13, i,
	    i % 9 == 0 ? "Disk \\\"/var\\\" is full" : i % 9 < 4 ? "session blk_-" i * 7919 " opened for u" i % 13 : "took " i % 211 " ms, 值班 ok" }' >in
printf '[class all]\nkeep = 6month\n' >c.conf
archive init -c c.conf d
add() { sed -n "$1" in | archive append --commit 60s --commit 8K --segment 32K d; }
redact() { archive redact --yes --seq "$1" --order 7 --by me --why law d >/dev/null; }
add 1,300p; archive seal d
archive prune --yes --by me --why old d >/dev/null
add 301,800p; archive seal d
redact 305,700
archive compact --block 64K d >/dev/null
redact 306,512
add 801,1300p; archive seal d
redact 900,1200
add 1301,1450p; add '1451,$p'
ls d | sed -n 's/.*\.\(cold\|zst\|tail\|gone\)$/\1/p' | sort | uniq -c | awk '{ print ($1 > 1 ? "several" : "one"), $2 }'
archive cat d >all
n=0 bad=0
same() {	# what: got is want
	n=$((n + 1))
	cmp -s got want && return
	bad=$((bad + 1))
	echo "$*: $(wc -l <got) and $(wc -l <want) lines"
}
sed 1,300d in | awk '{ k = NR + 300 } k == 305 || k == 306 || k == 512 || k == 700 || k == 900 || k == 1200 { print "{\"type\":\"redacted\",\"seq\":" k ",\"order\":\"7\"}"; next } { print }' >want
cp all got; same all
archive cat --threads 1 d >got; same one thread
archive cat --seq d | sed 's/,"seq":[0-9]*}$/}/' >got; sed '/^{"type":"redacted"/s/,"seq":[0-9]*//' all >want
sed -i '/^{"type":"redacted"/s/,"seq":[0-9]*//' got; same numbers
# what is asked for, and the same for jq
choose() {	# k: options, condition
	case $1 in
	0) o='' c=true ;;
	1) o='-s orders' c='.system == "orders"' ;;
	2) o='-s mail -s web -k db' c='(.system == "mail" or .system == "web") and .kind == "db"' ;;
	3) o='--since 2026-11-02T08:00:00Z' c='.time != null and .time >= "2026-11-02T08:00:00Z"' ;;
	4) o='--since 2026-11-01T18:00:00Z --until 2026-11-03T02:30:00Z -k app' c='.time != null and .time >= "2026-11-01T18:00:00Z" and .time < "2026-11-03T02:30:00Z" and .kind == "app"' ;;
	5) o='--until 2019-12-01' c=false ;;
	6) o='-s nobody' c=false ;;
	esac
}
run() {	# options of grep, pattern
	archive grep $1 $o --where "$w" -e "$2" d >got && a=0 || a=$?
	grep $1 -e "$2" chosen >want && b=0 || b=$?
	[ $a = $b ] || { echo "grep $1 $o --where '$w' '$2': status $a, not $b"; bad=$((bad + 1)); }
	same "grep $1 $o --where '$w' '$2'"
}
for k in 0 1 2 3 4 5 6; do
	choose $k
	for w in true '(.n // 1) % 2 == 0' '.user.name == "u3"'; do
		jq -r "[input_line_number, (($c) and ($w))] | \"\\(.[0]) \\(.[1])\"" all 2>/dev/null | awk '$2 == "true" { print $1 }' >lines
		awk 'NR == FNR { on[$1]; next } FNR in on' lines all >chosen
		# jq may fail on a record that was redacted: those are left out by both
		archive cat $o --where "$w" d >got; cp chosen want; same "cat $o --where '$w'"
		archive cat --reverse $o --where "$w" d >got; tac chosen >want; same "cat --reverse $o --where '$w'"
		archive tail -n 7 $o --where "$w" d >got; tail -n 7 chosen >want; same "tail $o --where '$w'"
		for p in full 'blk_-7919 ' nowhere 2026-11 '值班' '"7"'; do
			for f in -F '-F -c' '-F -v' '-F -v -c' '-F -i' '-F -o' '-F -m 3'; do run "$f" "$p"; done
		done
		[ "$w" = true ] || continue
		for p in 'took 1[0-9]* ms' '^.*FULL' 'u(1|3)\b' '$'; do
			for f in -P '-P -c' '-P -i' '-P -v -c' '-P -A 2' '-P -B 3' '-P -C 1' '-P -C 2 -m 3' '-P -i -o'; do
				case $p,$f in '$,-P -i -o') continue ;; esac
				run "$f" "$p"
			done
		done
	done
done
# one member: its text, escapes resolved
archive grep -F --field msg 'Disk "/var" is' d >got; grep -F 'Disk \"/var\" is' all >want; same field msg
archive grep --field user.name '^u1$' d >got; jq -c 'select(.user.name == "u1")' all >want; same field user.name
archive grep -c --field order 7 d >got; grep -c '"order":"7"' all >want; same field order
# where: files, colours, numbers, why
archive grep -l -F full d | sed 's/.*\.//' | uniq -c | awk '{ print ($1 > 1 ? "several" : "one"), $2 }'
archive grep -l -F '"order":"7"' d | wc -l
archive grep --color=always -m 1 -o full d | cat -v
archive grep --seq -m 2 -o 'Disk' d
archive grep --explain -c --since 2026-11-04 -F full d 2>&1 | sed 's/[0-9][0-9]* /N /g' | head -n 2
echo "$((n > 900)), $bad differ"
