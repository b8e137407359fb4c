# Nobody reads: die of SIGPIPE, also when it is ignored, while it writes and while it waits.
trap '' PIPE
yes '{"type":"log","msg":"a"}' 2>/dev/null | { reportfmt -o rfc5424 && rc=0 || rc=$?; echo $rc >rc; } | head -n 1
cat rc
mkfifo p
for face in text rfc5424; do
	{ reportfmt -o $face <p && rc=0 || rc=$?; echo "$face $rc" >rc; } | true &
	exec 3>p
	wait
	exec 3>&-
	cat rc
done
