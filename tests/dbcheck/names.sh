# The long names of options are those of the short ones.
cat >t.conf <<'.'
[target notes]
product = sqlite
database = n.db
checks = size
.
dbcheck -c t.conf --list >short
dbcheck --config=t.conf --jobs 2 --list >long
cmp short long
cat long
for n in 0 65 x; do dbcheck --jobs $n --config t.conf --list || echo "status $?"; done
