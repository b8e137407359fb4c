# check-dbs: what the databases answer is in the report and stays in the archive.
sqlite3 a.db 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'
cat >t.conf <<'.'
[defaults]
product = sqlite
checks = size integrity
[target notes]
database = a.db
[target lost]
database = lost.db
.
check-dbs >out 2>&1 && echo 0 || echo $?
check-dbs dir t.conf >report && echo 0 || echo $?
grep -q lost report && echo 'the report names the lost one'
archive cat dir | jq -r '"\(.target) \(.check) \(.status)"' | sort
check-dbs dir t.conf >report && echo 0 || echo $?
archive cat dir | wc -l
sed -i '/lost/d' t.conf
check-dbs dir t.conf >report && echo 0 || echo $?
printf '[target x]\nproduct = nosuch\n' >bad.conf
check-dbs dir bad.conf >report 2>err && echo 0 || echo $?
