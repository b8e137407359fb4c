# Nobody reads: the end by SIGPIPE, also when it is ignored, also when nothing would be written.
trap '' PIPE
yes '{"a":7}' 2>/dev/null | { slawatch -p procuratorate 2>/dev/null && rc=0 || rc=$?; echo $rc >rc; } | head -n 1
cat rc
mkfifo quiet
exec 3<>quiet
{ slawatch -p procuratorate <quiet 2>/dev/null && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
