# Output that cannot be written: status 2.
"$TOP/logclassify/helpers" small >r.rules
echo '{"type":"log","msg":"timeout"}' | logclassify -r r.rules >/dev/full && rc=0 || rc=$?
echo "status $rc"
logclassify -n -r r.rules >/dev/full && rc=0 || rc=$?
echo "status $rc"
