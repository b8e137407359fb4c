# One of a thing is said in words for one.
{
	echo '{"time":"2026-11-20T01:00:00Z","type":"check","target":"orcl","check":"reachable","status":"ok"}'
	echo '{"time":"2026-11-20T02:00:00Z","type":"duty","contract":"c","duty":"look","state":"done","period":"2026-11-20"}'
	echo '{"time":"2026-11-20T03:00:00Z","type":"weather"}'
	echo 'not a record'
} >in
reportfmt -l en <in 2>/dev/null | grep -E '^(None: 1|[*!]|Made)' || echo "$?"
cat >own.report <<'F'
[report]
title.en = Report
lang = en
words = report.words
[section duties]
[words en]
duties.fine = {1:one|many} {1:|of }{1}, {2}{4} {1:x {1|2} {
F
cp "$ETC/reports/report.words" .
reportfmt -r ./own.report <in 2>/dev/null | sed -n 5p
sed '2{p;s/"period":"2026-11-20"/"period":"2026-11-21"/;}' in | reportfmt -r ./own.report 2>/dev/null | sed -n 5p
