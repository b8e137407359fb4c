# Nobody reads: the end by SIGPIPE, also when it is ignored, also while nothing is written.
trap '' PIPE
yes 2>/dev/null | { logtail - && rc=0 || rc=$?; echo $rc >rc; } | head -n 1 >/dev/null
cat rc
mkfifo quiet
exec 3<>quiet
{ logtail - <quiet && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
: >f
{ logtail -f f && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
