# yes and no lines: what they find.
cat >r.rules <<'END'
[early]
match = full
set = a=b
yes = disk full
no = empty

[late]
match = disk full
set = a=b
yes = disk full
yes = disk empty
no = the disk full of it

[none]
match = zzz
set = a=b

[entry]
match = ^first$(?s).*second
set = a=b
yes = first␤second
no = first second
END
sed -i 's/\^first\$/^first\\n/' r.rules
logclassify -n -r r.rules && rc=0 || rc=$?
echo "status $rc"
# what another where keeps apart is not compared; with `with` the whole record is tried
cat >w.rules <<'END'
[db]
match = full
where = .kind == "db"
set = a=b
yes = disk full
no = empty

[os]
match = full
where = .kind == "os"
set = a=c
yes = disk full
no = empty

[os.again]
match = disk full
where = .kind == "os"
set = a=d
yes = disk full
no = empty

[app]
match = full
where = .kind == "app"
with = {"kind":"app"}
set = a=e
yes = disk full
no = empty

[app.wrong]
match = pool
where = .kind == "app"
with = {"kind":"db"}
set = a=f
yes = pool empty
no = x

[app.bad]
match = thread
with = {"kind":
set = a=f
yes = thread
no = x
END
logclassify -n -r w.rules && rc=0 || rc=$?
echo "status $rc"
