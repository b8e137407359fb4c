# The parts of a message: their bounds, escapes, and what is not there.
awk 'BEGIN { s = sprintf("%300s", ""); gsub(/ /, "h", s)
	printf "{\"type\":\"log\",\"host\":\"%s\",\"system\":\"%s\",\"pid\":\"%s\"}\n", s, s, s
	printf "{\"type\":\"%s\",\"%s\":1}\n", s, s }' | reportfmt -o rfc5424 |
	awk '{ for (i = 3; i <= 6; i++) printf "%d ", length($i); n = $0; sub(/.*sluice@32473/, "", n)
		gsub(/type="[^"]*"/, "", n); sub(/=.*/, "", n); print length(n) }'
printf '%s\n' '{"a":"quote \" backslash \\ bracket ] newline \n nul \u0000","msg":"b \" \\ ] \n\t\u0000 c"}' \
	'{"fields":{"user":"root","n":1.50,"deep":{"x":[1,2]}},"b":true,"z":null,"l":[1, 2],"msg":""}' \
	'{"host":"my host","system":"统一业务","time":"2026-11-20T08:00:00.123456789+08:00","msg":"中文"}' \
	'{"time":"2026-12-31T23:59:60Z","severity":"emerg","msg":"leap"}' \
	'{"time":"2026-11-20 08:00:00Z","severity":"loud","msg":"no such severity"}' \
	'{"time":"noon","msg":"no such time"}' '{"":1,"a b=c]\"":2,"名":3,"msg":"names"}' '{}' \
	'{"type":"check","status":"critical","msg":"c"}' '{"type":"clock","state":"breached","msg":"b"}' \
	'{"type":"case","priority":1,"msg":"p1"}' '{"type":"case","priority":4,"msg":"p4"}' \
	'{"type":"log","severity":"debug","priority":1,"msg":"severity first"}' >in
reportfmt -o rfc5424 <in
echo ---
# Counted frames: as many octets as it says, then the next; line feeds may stay.
reportfmt -o rfc5424 --octets --facility local0 <in >frames
# Its reader: read the number, take so many octets, again.
n=0
while [ -s frames ]; do
	len=$(head -c 8 frames | sed -n '1s/ .*//p')
	tail -c +$((${#len} + 2)) frames >rest
	head -c "$len" rest | head -c 9
	echo
	tail -c +$((len + 1)) rest >frames
	n=$((n + 1))
done
echo $n
