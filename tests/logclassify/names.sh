# The long names of options are those of the short ones.
cat >r.rules <<'END'
[any]
match = \d
set = category=test
yes = 1
no = x
END
echo '{"type":"log","msg":"disk 7"}' >in
logclassify -F -r r.rules <in >short
logclassify --fingerprint --rules=r.rules <in >long
cmp short long
cat long
logclassify -nv -r r.rules >short
logclassify --check --verbose --rules r.rules >long
cmp short long
cat long
