# Nothing of the pipeline opens a socket: a site that forbids it can see for itself.
strace -o /dev/null true 2>/dev/null || { echo 'strace may not look at processes here'; exit 77; }
# The leak check of a sanitized build cannot run under strace.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
trace() {	# NAME COMMAND...
	strace -f -qq -e trace=%network -o "$1.trace" "$@"
}
trace logtail "$TOP/data/auth.log" | trace logclassify -F | trace archive append --pass logs |
	trace slawatch -p procuratorate 2>/dev/null | trace reportfmt -o html >report.html
cat ./*.trace
# and each of them did its work
for p in logtail logclassify archive slawatch reportfmt; do [ -e $p.trace ] || echo "$p was not traced"; done
echo "$(archive cat logs | grep -c '"type":"log"') of $(wc -l <"$TOP/data/auth.log") lines kept"
grep -c '</html>' report.html
# That it would be seen: a program that does open one.
strace -f -qq -e trace=%network -o control.trace logger -n 127.0.0.1 -P 9 --udp x 2>/dev/null || :
grep -c -m 1 socket control.trace
