# Whatever a message holds, every face stays what it is.
awk -v n=400 -v seed=1 -f "$TOP/reportfmt/hostile.awk" >in
sed 's/^rows = .*/rows = 10000/' "$ETC/reports/daily.report" >all.report
cp "$ETC/reports/report.words" .
run() { reportfmt -r ./all.report -l en "$@" <in; }
run -o html | "$B/tests/tools/html" >html
run -o csv | "$B/tests/tools/csv" >csv
# as many rows as went in: 400 checks and 400 duties, and messages by as many rules
awk -F '\t' '$1 ~ /^4\./ { c++ } $1 ~ /^5\./ { d++ } END { print c - 2, d - 1 }' csv
# Markdown: no bar but those between cells, no line that begins anything else than it should
run -o markdown | sed 's/\\\\//g; s/\\.//g' |
	awk '/^\|/ { n = gsub(/\|/, ""); if (prev && n != prev) bad++; prev = n; rows++; next } { prev = 0 }
	/</ { bad++ } END { print bad + 0, (rows > 1600) }'
# Text: nothing that a terminal obeys, and no line wider than it may be by more than a cell
run | tr -d '\n' | tr -dc '\000-\037\177' | wc -c
run | awk '{ n++ } END { print (n > 2000) }'
# Messages: one a line, structured data closed
run -o rfc5424 | awk '!/^<[0-9]+>1 / { bad++ } !/\[sluice@32473( [^ =]*="([^"\\\]]|\\.)*")*\]( |$)/ { bad++ } END { print NR, bad + 0 }'
