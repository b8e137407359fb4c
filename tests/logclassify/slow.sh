# An expression that takes for ever is given up, told once, counted; the record goes on.
cat >r.rules <<'END'
[slow]
match = ^(a+)+$
set = a=b
yes = aaa
no = b
[next]
match = aaa
set = a=c
yes = aaa!
no = b
END
logclassify -nv -r r.rules
for i in 1 2 3; do
	echo '{"type":"log","msg":"aaa"}'
	echo '{"type":"log","msg":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}'
done | logclassify -r r.rules && rc=0 || rc=$?
echo "status $rc"
# a condition that jq cannot answer is told once, and taken for no
printf '[a]\nmatch = x\nwhere = .n | test("y")\nset = a=b\n' >w.rules
yes '{"type":"log","msg":"x","n":1}' | head -n 3 | logclassify -r w.rules
