# -s and -k leave segments out unread that have nothing of them; what comes is the same.
. "$TOP/archive/helpers"
awk 'BEGIN { for (i = 0; i < 3000; i++) { s = int(i / 1000)
	printf "{\"time\":\"2026-11-21T%02d:%02d:%02dZ\",\"type\":\"log\",\"system\":\"%s\",\"kind\":\"%s\",\"host\":\"h%d\",\"msg\":\"line %d\"}\n",
	    i / 3600, i / 60 % 60, i % 60, s == 0 ? "订单 \\\"A\\\"" : s == 1 ? "mail.x" : "third", i % 2 ? "app" : "db", i % 200, i } }' >in
archive append --commit 60s --commit 4K --segment 16K d <in
try() {	# as grep(1) has it of the plain text
	grep -F "$1" in | grep -c "$2" >want || :
	shift 2
	archive grep --explain -c "$@" d >got 2>err || echo "status $?"
	cmp got want
	echo "$(cat got): $(sed -n 's/.*: \([0-9]* segments were searched\).*; \([0-9]*\) were left.*/\1, \2 left out/p' err)"
}
try '"mail.x"' 'line 1' -s mail.x 'line 1'
try 'A\"' . -s '订单 "A"' .
try '"third"' 'db.*line 29' -s third -k db 'line 29'
try 'no such' . -s 'no such' .
try '"kind":"app"' . -k app .
archive grep -c -s mail.x -s third . d
archive grep -c -s mail.x -k security . d || echo "status $?"
archive cat -s mail.x d >got
grep -F '"mail.x"' in | cmp - got
archive cat --reverse -s third d | tac >got
grep -F '"third"' in | cmp - got
archive tail -n 2 -s mail.x d

# segments that are left out may be damaged: nobody looks
for i in 1 2 3; do flip d/000000000$i.zst 50; done
archive grep -c -s third . d

# control: where the sets do not tell, everything is read
awk 'BEGIN { for (i = 0; i < 1000; i++) printf "{\"system\":\"s%d\",\"msg\":\"line %d\"}\n", i % 100, i }' |
	archive append --commit 60s --segment 4K many
archive grep --explain -c -s s7 . many 2>err
sed -n 's/.*; \([0-9]*\) were left out.*/\1 left out/p' err
