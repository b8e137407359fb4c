# A line over 1 MiB is not a record; a message that is nearly as long is, and the report stays small.
awk 'BEGIN { s = sprintf("%1048400s", ""); gsub(/ /, "x", s)
	printf "{\"type\":\"log\",\"rule\":\"r\",\"system\":\"%s\"}\n", substr(s, 1, 400)
	printf "{\"type\":\"log\",\"rule\":\"r\",\"msg\":\"%s\"}\n{\"b\":\"%sxxxxxxxx%s\"}\n", s, s, s }' >in
for face in text markdown html csv; do
	reportfmt -o $face <in >out 2>err && rc=0 || rc=$?
	echo "$face $rc" "$(cat err)"
	[ "$(wc -c <out)" -lt 40000 ]
done
reportfmt -o rfc5424 <in 2>err | awk '{ print length }'
cat err
