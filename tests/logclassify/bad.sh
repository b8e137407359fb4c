# Lines that are not records: the first is told, the others are counted, the good ones pass.
"$TOP/logclassify/helpers" small >r.rules
printf '%s\n' '{"type":"log","msg":"timeout"}' 'no record' '' '{"a":1' '[1]' '{"a":1}x' \
	'{"type":"log","msg":"unknown"}' | logclassify -r r.rules && rc=0 || rc=$?
echo "status $rc"
printf '{"type":"log","msg":"last, \377 without newline"}' | logclassify -r r.rules && rc=0 || rc=$?
echo "status $rc"
printf '{"type":"log","msg":"last without newline"}' | logclassify -r r.rules
