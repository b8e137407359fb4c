# Nobody reads: die of SIGPIPE, also when it is ignored.
"$TOP/logclassify/helpers" small >r.rules
trap '' PIPE
yes '{"type":"log","msg":"timeout"}' 2>/dev/null |
	{ logclassify -r r.rules && rc=0 || rc=$?; echo $rc >rc; } | head -n 1
cat rc
mkfifo quiet
exec 3<>quiet
{ logclassify -r r.rules <quiet && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
