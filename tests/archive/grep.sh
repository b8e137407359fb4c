# grep finds what grep finds in the plain text.
awk -v n=3000 -f "$TOP/archive/records.awk" >in
echo '{"msg":"a.b Äpfel und Birnen","user":"root"}' >>in
echo '{"msg":"axb","user":"u\u0073er","path":"root"}' >>in
archive append --commit 60s --commit 4K --segment 64K d <in
check() {	# options of archive grep, the same for grep, pattern
	archive grep $1 "$3" d >got && a=0 || a=$?
	grep $2 -e "$3" in >want && b=0 || b=$?
	cmp want got
	[ $a = $b ]
	echo "$1 $3: $(wc -l <got), $a"
}
check -F -F 'disk is full'
check -F -F 'line 99'
check -F -F 'not there'
check -Fv -Fv 'nothing new'
check -Fc -Fc 'full'
check '' -P 'line 1[0-9]{2} .*full'
check '' -P '^{"time":"2026-11-21T00:10'
check -i -Pi 'DISK IS'
check -Fi -Fi 'LINE 99'
check -c -Pc 'a.b'
check -Fc -Fc 'a.b'
check -v -Pv 'line'
check -cv -Pcv '"off"'
check -c -Pc 'full"}$'
check -c -Pc "a|b"
archive grep --field user root d
archive grep -F --field user user d
archive grep --field msg -i 'äPFEL' d
archive grep --seq 'line 2999 ' d
archive grep --seq -v 'line' d
archive grep -F '
' d || echo "a newline is in no record: $?"
archive grep -c --since 2026-11-21T00:10:00Z --until 2026-11-21T00:10:05Z line d
