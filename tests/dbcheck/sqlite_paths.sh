# File names that mean something to a URI or a connection string, and a database in WAL mode.
. "$TOP/dbcheck/common"
own
mkdir 'a b;c=d?e%41#{f}'
sqlite3 'a b;c=d?e%41#{f}/中文.db' 'CREATE TABLE t (a)'
sqlite3 wal.db 'PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (1)'
sqlite3 案件.db 'CREATE TABLE t (a)'
cat >t.conf <<'.'
[defaults]
product = sqlite
checks = size
[target odd]
database = a b;c=d?e%41#{f}/中文.db
[target wal]
database = wal.db
[target whole]
connection = Driver=SQLite3;Database=案件.db
.
dbcheck -c t.conf | brief
ls | grep -v '^wal.db-'
# While another process holds it open and writes.
mkfifo p
sqlite3 wal.db <p &
exec 3>p
echo '.timeout 9000' >&3
echo 'BEGIN IMMEDIATE; INSERT INTO t VALUES (2); SELECT 1;' >&3
busy() { ! sqlite3 wal.db 'BEGIN IMMEDIATE'; }
wait_for busy
dbcheck -c t.conf wal | brief
exec 3>&-
wait
