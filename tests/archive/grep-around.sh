# grep with its options writes what grep(1) writes of the plain text.
awk -v n=3000 -f "$TOP/archive/records.awk" >in
echo '{"msg":"a.b Äpfel, Äpfel und Birnen","user":"root"}' >>in
echo '{"msg":"aaa aa a","user":"x"}' >>in
archive append --commit 60s --commit 4K --segment 16K d <in
n=0 bad=0
same() {	# options of both, pattern
	archive grep --threads $((1 + n % 4)) $1 -e "$2" d >got 2>err && a=0 || a=$?
	case $1 in *F*) grep $1 -e "$2" in >want && b=0 || b=$? ;;
	*) grep -P $1 -e "$2" in >want && b=0 || b=$? ;; esac
	n=$((n + 1))
	cmp -s got want && [ $a = $b ] && [ ! -s err ] && return
	bad=$((bad + 1))
	echo "grep $1 '$2' differs, status $a and $b"
	diff got want | head -n 5
}
for around in '' '-A 1' '-A 3' '-B 1' '-B 4' '-C 2' '-C 50' '-A 0' '-B 2 -A 1'; do
	for more in '' -v -i '-m 3' '-v -m 2' '-m 1'; do
		for pattern in 'line 1[0-9]*5 ' 'disk is full' 'line 2999' 'LINE 7 ' 'no such' '"off"' 'line 1 ' '[13579]00 of'; do
			same "$around $more" "$pattern"
		done
		same "-F $around $more" 'line 99'
		same "-F $around $more" 'a.b'
	done
done
for more in -o '-o -i' '-o -F' '-o -m 2' '-o -v'; do
	for pattern in 'line [0-9]*' 'full|new' 'a+' 'a*' 'Ä' 'Ä|B' '^.' '.$' '\b[0-9]+' '(?=line)' 'a' '(?<=a)a' 'x*'; do
		case $more in *F*) pattern=$(printf '%s' "$pattern" | tr -d '\\^*[]()?=<+|$') ;; esac
		same "$more" "$pattern"
	done
done
for more in '-c -v' '-c -i' '-c -m 5' '-c -F' -q '-q -v'; do
	same "$more" 'line 1'
	same "$more" 'nothing here'
done
echo "$n searches, $bad differ"
