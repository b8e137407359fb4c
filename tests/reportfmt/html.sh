# One day of records of every type as a page; the page is well-formed and needs nothing else.
reportfmt -o html <"$TOP/reportfmt/day.ndjson" >page
cat page
"$B/tests/tools/html" <page
for l in en both; do
	reportfmt -o html -l $l --title '<b>&"report"</b>' <"$TOP/reportfmt/day.ndjson" | "$B/tests/tools/html" >$l
	head -n 3 $l
done
