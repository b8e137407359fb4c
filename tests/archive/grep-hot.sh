# seconds: 300
# Of sealed segments the filter tells which to read: grep finds what grep(1) finds, whether all
# of them have one, or some, or none; also where records were redacted, copied, or are yet to come.
awk 'BEGIN {
	split("数据库连接失败,磁盘空间不足,caf\\u00e9,na\303\257ve,Ärger", word, ",")
	for (i = 0; i < 3000; i++) {
		f = int(i / 300) % 5
		printf "{\"time\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"type\":\"log\",\"host\":\"db%d\",\"fid\":\"f%d\"," \
		    "\"off\":%d,\"end\":%d,\"msg\":\"", 1 + i / 1500, int(i / 60) % 24, i % 60, i * 7 % 60, i * 7 % 1000,
		    f % 2, f, i * 90, i * 90 + 90
		if (f == 0)
			printf "sshd[%d]: %s password for \\\"u%d\\\" port %d22 ssh2", 400 + i, i % 3 ? "Failed" : "Accepted", i % 50, i
		else if (f == 1)
			printf "BLOCK* blk_-%d77%d is added to 10.251.%d.%d:50010", i * 7919, i, i % 9, i * 13 % 256
		else if (f == 2)
			printf "req-%08x-%04x C:\\\\Dir%d\\\\part-%05d.tmp took %d ms", i * 104729, i * 31 % 65536, i % 9, i, i % 211
		else if (f == 3)
			printf "%s: %s, Case_%d onlyInThree%s", word[i % 5 + 1], word[i % 3 + 1], i, i % 41 ? "" : " RarelyMet"
		else
			printf "%s=%d;", i % 2 ? "alpha" : "beta", i
		print "\"}"
	}
	print "{\"msg\":\"a text of its own, which no other is like\"}"
	printf "{\"cr\":\"carriage\"}\r\n"
	printf "{\"raw\":\""; for (i = 0; i < 9000; i++) printf "longrun%s", i % 9; print "endOfLong1\"}"
}' >in
# needles: words, parts of them, over borders, escapes, keys, times, numbers, other alphabets
cat >needles <<'END'
nowhere
nosuchword
NOWHERE AT ALL
INFO
Failed
failed
ailed
Faile
iled pass
password for
Accepted password for \"u1
sshd
sshd[401]: Failed
]: Accepted
port 30122
022 ssh
ssh2"}
blk_-
blk_
blk_-791977
blk_-2375700773
blk_-2375700773000
blk_-99999999999999
_-2478647773
2478647773
10.251.
10.251.1.
10.251.203.118:50010
added to 10.251.8.2
:50010
50010"}
req-
req-0386ac9f
386ac9f-
-4a9a C:\\Dir
C:\\Dir
\\part-006
part-00612.tmp
part-99999.tmp
.tmp took
took 21 ms
took
数据库
数据库连接
据库连
库
数
磁盘空间不足
空间不够
警告
警
caf\u00e9
café
u00e9
naïve
aïv
ïve
Ärger
rger
onlyInThree
onlyinthree
OnlyInFour
RarelyMet
rarelyme
Case_9
Case_912
Case_99999
alpha=
alpha=1301;
beta
gamma
"msg":"
"msg":"BLOCK
"off":
"off":81000,
"off":270,"end":360,
,"end":
"time":"2026-11-01T
2026-11-02T
2026-11-03T
T05:12:24.924Z
:24.924Z","type
4Z","type":"log
"host":"db1"
host
hosts
own, which
which no other is like"}
carriage"}
longrun0longrun1
longrun8longrun0
longrun8endOfLong1
longrun9
run3longrun4longrun5lon
fLong1
{
}
e
,
"
\
.
1
 
ab
abc
END
n=0 bad=0
same() {	# DIR, options of both, needle
	archive grep $2 -e "$3" "$1" >got 2>err && a=0 || a=$?
	grep $(printf '%s\n' "$2" | sed 's/--threads [0-9]*//') -e "$3" in >want && b=0 || b=$?
	n=$((n + 1))
	cmp -s got want && [ $a = $b ] && [ ! -s err ] && return
	bad=$((bad + 1))
	echo "$1: grep $2 '$3' differs, status $a and $b: $(wc -l <got) and $(wc -l <want) lines"
	head -n 3 err
}
every() {	# DIR, options...
	dir=$1
	shift
	while IFS= read -r needle; do
		for more; do same "$dir" "-F $more" "$needle"; done
	done <needles
}
archive append --commit 60s --commit 4K --segment 16K all <in
archive seal all
ls all | sed -n 's/.*\.\(cold\|zst\|tail\)$/\1/p' | sort | uniq -c | awk '{ print ($1 > 9 ? "many" : "one"), $2 }'
cp -r all none
cp -r all some
for f in all/*.zst; do
	base=$(basename "$f")
	perl "$TOP/archive/filter.pl" "$f" >"none/$base"
	case $base in *[13579].zst) cp "none/$base" "some/$base" ;; esac
done
# the rest of some is in the tail
head -n 2000 in | archive append --commit 60s --commit 4K --segment 16K part
tail -n +2001 in | archive append --commit 60s --commit 4K part
for dir in all none some part; do archive verify $dir | sed "s/^/$dir: /; s/, chain.*//"; done
archive grep --threads 1 --explain -F -c nosuchword all 2>&1 | sed -n 's/^archive: [0-9]* \(sealed segments.*\)/\1/p'
archive grep --threads 1 --explain -F -c nosuchword none 2>&1 | grep -c 'by their filter' || :
every all '--threads 1' '--threads 1 -c' '--threads 1 -c -i' '--threads 3 -c -v' '--threads 1 -c -v -i'
every some '--threads 1 -c' '--threads 2 -i'
every part '--threads 1 -c' '--threads 3 -c -v'
every none '--threads 1 -c'
# the filter knows what was in the tail before it was opened again
archive seal part
archive verify part | sed "s/^/part: /; s/, chain.*//"
every part '--threads 1 -c'
for more in -o '-m 2' '-c -m 7' -v '-A 2' '-q' '-o -i' '-C 1 -m 2' '-v -m 3' '-v -q' '-c -v -m 9'; do
	for needle in Failed blk_-791977 nowhere RarelyMet '数据库' '"off":270,'; do
		same all "-F --threads 1 $more" "$needle"
	done
done
for needle in 'port \d+22 ' 'blk_-\d+77\d* is' '(?i)RARELYMET' 'Failed|nowhere' '^{"time"' 'nowhere.*\d' 'onlyInThree$' \
	'RarelyMet"' '[[:upper:]]{5}\*' 'x(?=","msg)' '磁盘|警' 'Kelvin|alpha=13'; do
	for more in '' -c '-c -v' -i '-m 3' -v '-c -i -v'; do
		same all "-P --threads 1 $more" "$needle"
	done
done
# any part of any record
awk 'NR % 97 == 1 && length < 1000' in | while IFS= read -r line; do
	for from in 1 30 60 95 120 135 150; do
		printf '%s\n' "$line" | cut -b "$from-$((from + from % 23))"
	done
done >parts
while IFS= read -r needle; do
	[ -z "$needle" ] || same all '-F --threads 1 -c' "$needle"
done <parts
[ $n -gt 1000 ] && echo "$bad differ"
# and with what grep(1) has not
archive grep -F -c --since 2026-11-02T00:00:00Z RarelyMet all
archive grep -F -c -v --since 2026-11-02T00:00:00Z nowhere all
archive grep -F -c -v --where '.host == "db1"' nowhere all
archive grep -F -c --field msg alpha=1301 all
archive grep -F --seq -m 1 'which no other' all | sed 's/.*"seq"/"seq"/'
archive grep -F -l RarelyMet all | wc -l
