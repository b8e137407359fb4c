# What is wrong in a form is said with its file and line; -n only looks.
try() { reportfmt -n -r "$1" && rc=0 || rc=$?; echo "$1 -> $rc" >&2; }
cp "$ETC/reports/report.words" .
cat >wrong.report <<'F'
[report]
title.zh = 报告
colour = red
zone = Mars/Olympus
lang = fr
words = report.words

[section weather]
[section messages]
rows = 0
least = loud
[section cases]
clock = a
limit = 3
[chapter one]
[words fr]
[words zh]
colour = red
F
try ./wrong.report
printf '[report]\ntitle.zh = 报告\n[section summary]\n' >wordless.report
reportfmt -n -r ./wordless.report 2>err || echo "$?"
head -n 2 err
echo '[section summary]' >headless.report
try ./headless.report
printf '[report]\ntitle.en = Report\nwords = nowhere.words\n' >nowords.report
try ./nowords.report
: >void.report
try ./void.report
# Its own order, titles, words, rows and text.
cat >own.report <<'F'
[report]
title.en = Messages of the night
org.en = Operations
lang = en
zone = UTC
words = report.words
[section text]
title.en = To the reader
note.en = Times are in UTC.
[section messages]
title.en = What was said most
least = err
rows = 2
note.en = Read the whole in the archive.
[section duties]
[words en]
numbers = A) B)
col.example = Said
duty.dblog = Look at the logs of the databases
system.case = Case system
F
reportfmt -r ./own.report <"$TOP/reportfmt/day.ndjson"
reportfmt -r ./own.report -l zh </dev/null || echo "$?"
