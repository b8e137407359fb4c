# Lines that are not records: said, counted in the report, status 2; the report is written all the same.
printf '%s\n' 'not a record' '{"type":"log","msg":"a","time":"2026-11-20T08:00:00Z"}' '[1]' '{"type":7}' \
	'{"type":"log"' >in
for face in text markdown html csv; do
	reportfmt -l en -o $face <in >out && rc=0 || rc=$?
	echo "$face $rc"
	grep -c '3 lines were not records' out
done
reportfmt -o rfc5424 <in && rc=0 || rc=$?
echo "rfc5424 $rc"
