# The first rule that matches wins; groups become fields; what is set replaces, in its place.
"$TOP/logclassify/helpers" small >r.rules
logclassify -n -r r.rules
logclassify -r r.rules <<'END'
{"type":"log","severity":"err","msg":"Failed password for invalid user wang from 192.0.2.1 port 22 ssh2","z":1.50}
{"type":"log","msg":"Failed none for  from ::1 port 22"}
{"msg":"Accepted password for root","type":"log"}
{"type":"log","msg":"read timeOut","fields":{"old":1},"rule":"?"}
{"type":"log","fields":{"user":"?","old":2},"msg":"Failed x for y from z port 1!"}
END
# rules of a second file come after those of the first
printf '[a]\nmatch = ^Failed\nset = category=early\n' >a.rules
echo '{"type":"log","msg":"Failed x for y from z port 1"}' >in
logclassify -r a.rules -r r.rules <in
logclassify -r r.rules -r a.rules <in
# and those of a directory in the order of names
mkdir -p d/sub d/.hidden
cp a.rules d/z.rules
cp r.rules d/b.rules
echo 'not rules' >d/README
echo 'not rules' >d/.hidden/x.rules
logclassify -r d <in
cp a.rules d/a.rules
logclassify -r d <in 2>&1 | sed 's,: rule.*,,'
