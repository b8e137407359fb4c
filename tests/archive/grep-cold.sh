# seconds: 600
# In cold files the columns tell which records to look at: grep finds what grep(1) finds.
awk 'BEGIN {
	for (i = 0; i < 4000; i++) {
		f = int(i / 6) % 4
		printf "{\"time\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"type\":\"log\",\"host\":\"db%d\",\"fid\":\"f%d\"," \
		    "\"off\":%d,\"end\":%d,\"severity\":\"%s\",\"user\":\"u%d\",\"note\":\"%dx\",\"msg\":\"", 1 + i / 1500,
		    int(i / 3600) % 24, int(i / 60) % 60, i % 60, i * 7 % 1000, f % 2, f, i * 90, i * 90 + 90,
		    i % 5 ? "info" : "err", i * i % 7, i * 31
		if (f == 0)
			printf "Nov %2d %02d:%02d:%02d db sshd[%d]: %s password for \\\"u%d\\\" port %d22 ssh2", 1 + i / 1500,
			    int(i / 3600) % 24, int(i / 60) % 60, i % 60, 400 + i, i % 3 ? "Failed" : "Accepted", i % 50, i % 17
		else if (f == 1)
			printf "BLOCK* blk_-%d77%d is added to 10.251.%d.%d:50010 size %d", i * 7919, i, i % 9, i * 13 % 256, 67108864 - i
		else if (f == 2)
			printf "%05d INFO req-%x%x-00 - \\u00e9 /dir%d/part-%05d.tmp took %d ms", i, i * 104729, i * 31, i % 9, i, i % 211
		else
			printf "worker %s is done: 0.%07d, error 0x%x", i % 2 ? "one" : "two", i * 7901 % 9999999, i % 300
		print "\"}"
	}
	print "{ \"a\" : 1,  \"b\":2}"; print "{\"a\":1,\"a\":2}"; print "{\"u\":\"\\u00e9 \\\\ \\\"x\\\" 7\"}"
	print "{\"n\":1.50,\"m\":-0,\"e\":1E5}"; print "{\"o\":{\"p\":[1,{\"q\":\"]\"}]}}"; print "{}"
	print "{\"msg\":\"a text of its own, which no other is like\"}"
	printf "{\"cr\":1}\r\n"
}' >in
# the last ones are hot, and in the tail
head -n 3900 in | archive append --commit 60s --commit 4K --segment 32K d
archive seal d
archive compact --block 256K d >/dev/null
tail -n +3901 in | archive append --commit 60s --commit 4K --segment 32K d
ls d | sed -n 's/.*\.\(cold\|zst\|tail\)$/\1/p' | sort | uniq -c | awk '{ print ($1 > 1 ? "several" : "one"), $2 }'
n=0 bad=0
same() {	# options of both, pattern
	case $1 in *F*) grep $1 -e "$2" in >want && b=0 || b=$? ;;
	*) grep -P $1 -e "$2" in >want && b=0 || b=$? ;; esac
	n=$((n + 1))
	# all three for some, for the others one after the other
	threads=$((n % 3 + 1))
	[ $((n % 7)) -gt 0 ] || threads='1 2 3'
	for k in $threads; do
		archive grep --threads $k $1 -e "$2" d >got 2>err && a=0 || a=$?
		cmp -s got want && [ $a = $b ] && [ ! -s err ] && continue
		bad=$((bad + 1))
		echo "grep --threads $k $1 '$2' differs, status $a and $b:" \
		    "$(wc -l <got) and $(wc -l <want) lines"
		head -n 3 err
	done
}
# words, parts of them, what lies over borders, syntax, escapes, names, times, numbers
while IFS= read -r needle; do
	same -F "$needle"
	same '-F -c' "$needle"
	same '-F -c -i' "$needle"
	same '-F -c -v' "$needle"
	same '-F -v' "$needle"
	same '-F -i' "$needle"
	same '-F -B 2' "$needle"
done <<'EOF'
nowhere
INFO
info
Failed
password for
ccepted password
sshd[4
sshd[401]: Failed
]: Accepted password for \"u1
\"u7\" port
port 1
port 1022 ssh2
022 ssh
22
blk_
blk_-
blk_-7919
blk_-791977
blk_-23757773
blk_-99999999
10.251.
10.251.1.
added to 10.251.8.2
:50010 size
50010 size 671
671088
67108864
req-
-00 - \u00e9
\u00e9
é
/dir3/part-0
part-00012.tmp
.tmp took
took 21 ms
worker one
is done: 0.0
0x
error 0x1f"}
0x1f"
"}
"msg":"
"msg":"BLOCK
"msg":"0
"msg":"00012 INFO
"severity":"err"
:"err","user":"u4","note":"
"user":"u4
u4","note":"310x
"note":"31
310x","msg
host
"host":"db1"
db1","fid":"f3","off":
"off":270,"end":360,
,"end":
"off":27
2700
270,
90,"end"
"time":"2026-11-01
2026-11-02T
T00:00:01.0
00:12:
Nov  1 00:
Nov  2 00:30:06 db
1 00:30:06
:0
.007Z","type
7Z","type":"log
"a" : 1
{ "a"
 : 
{}
}
{
"x\" 7"
\\ \"x
own, which
which no other is like"}
1.50,"m":-0
-0
1E5
[1,{"q":"]
"cr":1}
e
,
"
\
.
-
1
 
EOF
for needle in 'port \d+22 ' 'blk_-\d+77\d* is' '(?i)failed PASSWORD' 'Failed|INFO' '^{"time"' 'INFO.*part-0001\d' 'u\d","note"' '[[:upper:]]{5}\*' '\berror 0x[a-f]"' 'x(?=","msg)' 'é|\\u00e9' '\d{8}'; do
	for more in '' -c -i -o '-m 3' '-c -m 5' -v '-C 1 -m 2' '-v -c' '-i -c' '-A 1'; do
		same "$more" "$needle"
	done
done
for more in -o '-m 2' '-c -m 7' -v '-c -v' '-A 2' '-q' '-o -i' '-C 3' '-B 1' '-A 30 -B 40' '-v -C 1' \
    '-i -v -c' '-v -m 3' '-C 2 -m 2' '-c -C 5' '-C 0'; do
	for needle in Failed 'blk_-791977' 'blk_-23757773' nowhere '0x1f' '0x' '"off":270,' 'is done' 'u3' \
	    '"a" : 1' 'Accepted PASS' '/dir3/'; do
		same "-F $more" "$needle"
	done
done
# records around are those of other files, too
for i in 1 2 900 1800 2600; do
	needle=$(sed -n "${i}s/.*\("off":[0-9]*,"end":[0-9]*\).*/\1/p" in)
	for more in '-A 5' '-B 5' '-A 1000' '-B 1000' '-C 1000 -m 1'; do
		same "-F $more" "$needle"
	done
done
# any part of any record
awk 'NR % 311 == 1' in | while IFS= read -r line; do
	for from in 1 30 60 95 120 150 180; do
		printf '%s\n' "$line" | cut -b "$from-$((from + from % 23))"
	done
done >parts
while IFS= read -r needle; do
	[ -z "$needle" ] || same '-F -c' "$needle"
done <parts
[ $n -gt 500 ] && echo "$bad differ"
# and with what grep(1) has not
archive grep -F -c --field user u4 d
archive grep -F -c --since 2026-11-02T00:30:00Z Failed d
archive grep -F -c --where '.severity == "err"' Failed d
archive grep -F --seq -m 2 'blk_-' d | sed 's/.*"seq"/"seq"/'
archive grep -c --explain -F 'Failed' d 2>&1 | sed -n '/columns/s/[0-9][0-9]*/N/p'
archive grep --explain -F 'nowhere' d 2>&1 | sed -n 's/.*told which.*; in/in/p'
