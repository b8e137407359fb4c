# All faces say the same: the cells of the page are those of the table of values.
# (A page leaves out the date where the whole report has one.)
times='s/\t2026-11-20 \([0-9][0-9]:\)/\t\1/g'
in=$TOP/reportfmt/day.ndjson
reportfmt -o html <"$in" | "$B/tests/tools/html" | grep "$(printf '\t')" | sed "s/ %//g; s/–//g" | sed "$times" | sort -u >html
reportfmt -o csv <"$in" | "$B/tests/tools/csv" | cut -f 2- | sed "s/ %//g; s/$(printf '\t')*\$//; s/\t'/\t/g" |
	grep "$(printf '\t')" | sed "$times" | sort -u >csv
sed "s/$(printf '\t')*\$//" html | grep "$(printf '\t')" | sort -u | diff - csv
wc -l <csv
