# Records go out in volumes, each with its label and hashes; nothing is overwritten.
awk -v n=600 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
T='s/"time":"[^"]*","by":"[^"]*"/T/; s/"archive":"[0-9a-f]*"/ID/; s/"\(plain_sha256\|sha256\|prev\)":"[0-9a-f]*"/"\1":H/g'
archive export --to one d
cmp in one/000001.ndjson
sed "$T" one/000001.label
archive export --to one d || echo "status $?"
archive export --to set --volume 20K --label "logs of November" --medium D-7 --keeper Li --expires 2030-01-01 --by me d
cat set/*.ndjson | cmp - in
find set -name '*.ndjson' -size +20k
cd set && for f in *.sha256; do sha256sum -c $f; done; cd ..
tail -c 120 set/000001.label | grep -c '"prev":"0000' 
for n in 2 3; do p=$(sha256sum <set/00000$((n - 1)).label | cut -d ' ' -f 1); grep -c "\"prev\":\"$p\"" set/00000$n.label; done
sed "$T" set/000002.label
grep -o '"type":"export".*' d/manifest | sed 's/"hash.*//; s/"time":"[^"]*"/T/; s/"by":"[^"]*@[^"]*"/BY/; s/"archive":"[0-9a-f]*"/ID/; s/:"[0-9a-f]\{64\}"/:H/g'
archive verify d | sed 's/, chain.*//'
# through a command, which may fail
archive export --to enc --pipe 'gzip -n' d
gzip -dc <enc/000001.data | cmp - in
archive export --to bad --pipe 'head -c 10; exit 3' d || echo "status $?"
ls bad
# as a table
archive export --to csv --format csv --fields time,off,msg,nothing --until 2026-11-21T00:00:02Z d
cat csv/000001.csv
printf '%s\n' '{"time":"2026-11-20T00:00:00Z","msg":"a \"b\", c","n":{"x":[1,2]},"t":true,"z":null}' '{"msg":"1\n2"}' | archive append q
archive export --to q.csv --format csv --fields msg,n,n.x,t,z q
cat q.csv/000001.csv
archive export --to x --format csv d || echo "status $?"
archive export --to x --volume 1 d || echo "status $?"
# a case, whole or not
for k in request handling confirmation; do echo "{\"case\":\"C-12\",\"kind\":\"$k\",\"time\":\"2026-11-21T00:00:00Z\"}"; echo "{\"case\":\"C-13\",\"kind\":\"$k\"}"; done | archive append c
archive export --to c12 --case C-12 --need request,handling,confirmation c
cat c12/000001.ndjson
archive export --to c12b --case C-12 --need request,handling,confirmation,report c || echo "status $?"
grep -o '"end".*"prev' c12b/000001.label
# a month, and what came late for it
archive export --to month --since 2026-11-01 --until 2026-12-01 c
echo '{"case":"C-12","kind":"report","time":"2026-11-30T00:00:00Z"}' | archive append c
archive export --to late --since 2026-11-01 --until 2026-12-01 --supplement month/000001.label c
cat late/000001.ndjson
grep -o '"late":true,"supplement_after":[0-9]*' late/000001.label
archive export --to late2 --since 2026-11-01 --until 2026-12-01 --supplement late/000001.label c
archive export --to late3 --supplement month/000001.label d 2>&1 | sed 's/[0-9a-f]\{16\}/ID/'
# what classes ask for holds here, too
printf '[class a]\nkeep = 6month\nreason = yes\nsecrecy = secret\n' >a.conf
archive init -c a.conf a
archive append a <in
archive export --to a1 a || echo "status $?"
archive export --to a2 --reason A7 --clearance secret a
grep -o '"secrecy":"secret"' a2/000001.label
grep -o '"records":{"a":600}' a/access
stat -c '%a %n' a2 a2/*
