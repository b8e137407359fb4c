# The bars of a chart are hours, days, months or years, as many as can be read.
of() {
	awk -v step="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) {
		t = 20000 * 86400 + i * step
		# days since 1970 to a date, by the rules of the calendar
		z = int(t / 86400) + 719468; era = int(z / 146097); doe = z - era * 146097
		yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
		doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
		d = doy - int((153 * mp + 2) / 5) + 1; m = mp < 10 ? mp + 3 : mp - 9
		printf "{\"time\":\"%04d-%02d-%02dT%02d:00:00Z\",\"type\":\"log\",\"severity\":\"err\",\"msg\":\"m\"}\n",
			yoe + era * 400 + (m <= 2), m, d, int(t % 86400 / 3600) } }' >in
	reportfmt -l en -o csv <in | "$B/tests/tools/csv" | grep '^7\. Log Volume' | cut -f 2- >bars
	awk -F '\t' -v what="$1 $2" 'NR == 1 { axis = $1; next } NR == 2 { first = $1 } { sum += $2 + $3 + $4 + $5 }
		END { print what ": " NR - 1 " bars by " axis " from " first " to " $1 ", sum " sum }' bars
	reportfmt -o html <in | "$B/tests/tools/html" >/dev/null
}
of 3600 10
of 3600 60
of 3600 400
of 86400 90
of 86400 200
of 864000 400
# A time far off makes long bars, not many
{ cat in; echo '{"time":"1970-01-01T00:00:00Z","type":"log","msg":"m"}'; } | reportfmt -l en |
	sed -n '/^1970  /p;/^1971  /p;/^2035  /p'
