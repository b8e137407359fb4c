# The same bytes from the same records, whatever the locale, the zone and the clock of the machine are.
in=$TOP/reportfmt/day.ndjson
for face in text markdown html csv; do
	reportfmt -o $face <"$in" >want
	LC_ALL=C.UTF-8 TZ=America/New_York reportfmt -o $face <"$in" | cmp - want
	cat "$in" | LC_ALL=zh_CN.GB18030 TZ=Asia/Tokyo LANGUAGE=zh reportfmt -o $face | cmp - want
done
reportfmt --zone UTC <"$in" | sed -n 2p
