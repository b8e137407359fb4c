# Nobody reads: cat dies of SIGPIPE; append stops, and what it stored is whole.
trap '' PIPE
awk 'BEGIN { for (i = 0; i < 200000; i++) print "{\"a\":" i "}" }' | archive append d
for c in cat 'cat --seq' 'grep a' 'grep -v zz'; do
	{ archive $c d && rc=0 || rc=$?; echo "$c $rc" >rc; } | head -n 1
	cat rc
done
yes '{"a":7}' 2>/dev/null | { archive append --pass e && rc=0 || rc=$?; echo $rc >rc; } | head -n 1
cat rc
archive verify e | cut -d ' ' -f 1
# it also looks while it waits, and has nothing to write
mkfifo p
{ archive append --pass g <p && rc=0 || rc=$?; echo $rc >rc; } | true &
exec 3>p
wait
exec 3>&-
cat rc
# without --pass, the output does not matter
{ echo '{"a":1}'; echo '{"a":2}'; } | { archive append h; echo $? >rc; } | true
cat rc
archive cat h
