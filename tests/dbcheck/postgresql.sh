# A real PostgreSQL server: all is well, limits are passed, rights are missing, it goes away.
. "$TOP/dbcheck/common"
. "$TOP/dbcheck/servers"
own
: >marker
pg_start 'max_connections = 10' 'superuser_reserved_connections = 3' 'max_wal_senders = 2' \
	'autovacuum = off' 'archive_mode = on' "archive_command = 'false'"
sql "CREATE ROLE monitor LOGIN PASSWORD 'p;w}d\"%41' IN ROLE pg_monitor"
sql "CREATE ROLE weak LOGIN PASSWORD 'weak-one'"
sql "CREATE DATABASE \"案件\" TEMPLATE template0 ENCODING EUC_CN LOCALE 'C'"
printf '%s\n' 'p;w}d"%41' >secret
printf '%s\n' 'weak-one' >weak
printf '%s\n' 'no-such-word' >wrong
chmod 600 secret weak wrong
cat >etc/checks/postgresql/own.check <<'.'
[check write]
sql = CREATE TABLE evidence AS SELECT 1 AS value
default = no
[check slow]
sql = SELECT 1 AS value FROM pg_sleep(30)
default = no
[check lock]
sql = SELECT count(*) AS value FROM busy
default = no
[check names]
sql = SELECT a AS label, length(a) AS value, a || '有' AS msg FROM "表"
default = no
[check no_table]
sql = SELECT 1 AS value FROM "没有"
default = no
.
cat >t.conf <<.
[defaults]
product = postgresql
server = $srv
host = db1
database = postgres
user = monitor
password_file = secret
warn.uptime = none
[target pg]
system = 案件
[target weak]
user = weak
password_file = weak
warn.sessions = none
crit.sessions = none
checks = reachable longest_transaction idle_in_transaction sessions
[target wrong]
password_file = wrong
checks = reachable size
[target limits]
warn.sessions = 50
crit.sessions = 70
warn.longest_transaction = 1ms
warn.idle_in_transaction = none
crit.idle_in_transaction = 1ms
warn.blocked = 1ms
warn.xid_age = 0
crit.xid_age = 0
skip = reachable version uptime size archiver
[target euc]
database = 案件
checks = names no_table
[target own]
timeout = 1s
checks = write slow lock names version
[target crash]
deadline = 30s
timeout = 25s
checks = slow version
.

echo '-- all is well'
dbcheck -n -c t.conf && echo 0
dbcheck -c t.conf pg >out && echo 0 || echo $?
states <out
jq -c 'select(.check == "sessions" or .check == "xid_age") | .value = (.value | type) | .used = (.used | type) | del(.time, .msg)' out
jq -r 'select(.check | IN("version", "deadlocks", "invalid_indexes", "blocked", "longest_transaction")) | .msg' out |
	sed 's/^PostgreSQL [1-9][0-9.]* *.*/PostgreSQL N/'
v=$(sql 'SHOW server_version_num')
jq --argjson v "$v" 'select(.check == "version") | .value == $v' out
jq 'select(.check == "size" and .target == "pg/postgres") | .value > 1000000 and .unit == "B"' out
sql 'SELECT pg_switch_wal()' >/dev/null
failing() { [ "$(sql 'SELECT failed_count > 0 FROM pg_stat_archiver')" = t ]; }
wait_for failing
dbcheck -c t.conf pg | jq -r 'select(.check == "archiver") | .msg | sub("for .*,"; "for N,") | sub("[0-9]+ f"; "N f")'

echo '-- limits'
sql 'CREATE TABLE busy (a int); INSERT INTO busy VALUES (1), (1)'
sql 'CREATE UNIQUE INDEX CONCURRENTLY broken ON busy (a)' 2>/dev/null || :
for i in 1 2 3 4; do
	mkfifo "p$i"
	psql -XAtq <"p$i" >/dev/null &
done
exec 4>p1 5>p2 6>p3 7>p4
echo 'BEGIN; LOCK TABLE busy;' >&4
held() { [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'busy'::regclass AND $1")" = 1 ]; }
wait_for held 'granted'
echo 'BEGIN; LOCK TABLE busy;' >&5
wait_for held 'NOT granted'
dbcheck -c t.conf limits >out && echo 0 || echo $?
states <out
jq -r 'select(.status != "ok") | .msg' out | sed 's/pid [0-9]*/pid N/; s/[0-9.]* \(ms\|s\|min\)\b/N s/g; s/[0-9.]* %/N %/'
dbcheck -c t.conf own >out && echo 0 || echo $?
brief <out | grep -v version
jq -r .check out | tail -n 1
exec 4>&- 5>&- 6>&- 7>&-

echo '-- rights'
dbcheck -c t.conf weak | brief | sed 's/answered in .*,/answered in N,/; s/: [0-9]* of/: N of/; s/, [0-9.]* %/, N %/'
dbcheck -c t.conf wrong >out && echo 0 || echo $?
brief <out | sed "s,$srv,SRV,"

echo '-- another encoding'
PGDATABASE=案件 PGCLIENTENCODING=UTF8 sql "CREATE TABLE \"表\" (a text); INSERT INTO \"表\" VALUES ('检察'), ('院'); GRANT SELECT ON \"表\" TO monitor"
dbcheck -c t.conf euc | brief

echo '-- a crash in the middle'
dbcheck -c t.conf crash >out &
pid=$!
asked() { [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbcheck' AND query LIKE '%pg_sleep%'")" = 1 ]; }
wait_for asked
pg_stop immediate
wait $pid && echo 0 || echo $?
brief <out | sed 's/lost: .*/lost: .../'

echo '-- gone'
dbcheck -c t.conf pg >out && echo 0 || echo $?
brief <out | sed "s,$srv,SRV,; s/\(refused\|directory\).*/REASON/" | head -n 4
if grep -E 'p;w|weak-one|no-such-word' out; then echo 'a password came out'; fi
find /tmp -maxdepth 1 -name 'psqlodbc_dbcheck_*' -newer marker
