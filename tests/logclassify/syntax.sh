# Every mistake is told with its place, in one run; nothing is classified with wrong rules.
cat >r.rules <<'END'
[one]
match = a(b
set = category=x
[defaults]
set = a=b
[two words]
match = x
set = severity=fatal
set = priority=5
set = priority=high
set = msg=x
set = novalue
set = a.b=c
set = empty=
set = q="open
set = q="a"b
set =
[one]
match = y
unknown = z
set = a=b
where = .kind ==
[three]
set = a=b
[four]
match = z
[five]
match = \C
match = (?<x>a)(?<x>b)
set = t=007 u=-3 v=true w=1.5
where = .a
where = .b
END
logclassify -n -r r.rules && rc=0 || rc=$?
echo "status $rc"
echo '{"type":"log","msg":"y"}' | logclassify -r r.rules 2>/dev/null && rc=0 || rc=$?
echo "status $rc"
printf '[ok]\nmatch = y\nset = t=007 u=-3 v=true w=1.5 x="" y=a=b z=磁 long=123456789012345678901234567890\n' >ok.rules
echo '{"type":"log","msg":"y"}' | logclassify -r ok.rules
