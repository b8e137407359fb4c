# Output to a full disk is trouble, and said.
for face in text markdown html csv rfc5424; do
	reportfmt -o $face <"$TOP/reportfmt/day.ndjson" >/dev/full || echo "$face $?"
done
