# A real MariaDB server: all is well, limits are passed, rights are missing, it goes away.
. "$TOP/dbcheck/common"
. "$TOP/dbcheck/servers"
own
my_start --max-connections=10
mysql "CREATE USER monitor IDENTIFIED BY 'p;w}d\"%41'; GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor;
	CREATE USER weak IDENTIFIED BY 'weak-one';
	CREATE DATABASE busy; CREATE TABLE busy.t (a INT PRIMARY KEY) ENGINE = InnoDB; INSERT INTO busy.t VALUES (1);
	CREATE DATABASE names CHARACTER SET gb2312; GRANT SELECT ON names.* TO monitor"
mariadb --no-defaults -S "$srv/sock" -u root --default-character-set=utf8mb4 names \
	-e "CREATE TABLE 表 (a VARCHAR(20)); INSERT INTO 表 VALUES ('检察'), ('院')"
printf '%s\n' 'p;w}d"%41' >secret
printf '%s\n' 'weak-one' >weak
printf '%s\n' 'no-such-word' >wrong
chmod 600 secret weak wrong
cat >etc/checks/mariadb/own.check <<'.'
[check write]
sql = CREATE TABLE busy.evidence AS SELECT 1 AS value
default = no
[check slow]
sql = SELECT sleep(30) AS value
default = no
[check names]
sql = SELECT a AS label, char_length(a) AS value, concat(a, '有') AS msg FROM names.表
default = no
[check no_table]
sql = SELECT 1 AS value FROM names.没有
default = no
.
cat >t.conf <<.
[defaults]
product = mariadb
socket = $srv/sock
host = db2
user = monitor
password_file = secret
warn.uptime = none
[target my]
system = 案件
[target weak]
user = weak
password_file = weak
checks = reachable longest_transaction size sessions
[target wrong]
password_file = wrong
checks = reachable size
[target limits]
warn.sessions = 30
crit.sessions = 90
warn.longest_transaction = none
crit.longest_transaction = 0
warn.lock_waits = 0
warn.threads_running = 1
checks = sessions longest_transaction lock_waits threads_running longest_statement
[target own]
timeout = 1s
checks = write slow names no_table version
[target crash]
deadline = 30s
timeout = 25s
checks = slow version
.

echo '-- all is well'
dbcheck -n -c t.conf && echo 0
dbcheck -c t.conf my >out && echo 0 || echo $?
states <out
jq -c 'select(.check == "sessions") | del(.time)' out
jq -r 'select(.check | IN("deadlocks", "lock_waits", "longest_transaction")) | .msg' out
jq --arg v "$(mysql 'SELECT version()')" 'select(.check == "version") | .msg == $v and .value > 100000' out

echo '-- limits'
for i in 1 2; do
	mkfifo "p$i"
	mariadb --no-defaults -S "$srv/sock" -u root -n busy <"p$i" >/dev/null &
done
exec 4>p1 5>p2
echo 'BEGIN; UPDATE t SET a = 2;' >&4
trx() { [ "$(mysql "SELECT count(*) FROM information_schema.innodb_trx WHERE $1")" = 1 ]; }
wait_for trx 'trx_rows_modified > 0'
echo 'BEGIN; UPDATE t SET a = 3;' >&5
wait_for trx "trx_state = 'LOCK WAIT'"
dbcheck -c t.conf limits >out && echo 0 || echo $?
states <out
jq -r 'select(.status != "ok") | .msg' out | sed 's/session [0-9]*/session N/; s/[0-9.]* \(ms\|s\|min\)\b/N s/g'
exec 4>&- 5>&-

echo '-- statements of a site'
dbcheck -c t.conf own >out && echo 0 || echo $?
brief <out | grep -v version | sed 's/error 1969/error N/'
jq -r .check out | tail -n 1

echo '-- rights'
dbcheck -c t.conf weak | brief | sed 's/answered in .*,/answered in N,/; s/: [0-9]* of/: N of/; s/, [0-9.]* %/, N %/'
dbcheck -c t.conf wrong >out && echo 0 || echo $?
brief <out

echo '-- a crash in the middle'
dbcheck -c t.conf crash >out &
pid=$!
asked() { [ "$(mysql "SELECT count(*) FROM information_schema.processlist WHERE user = 'monitor' AND info LIKE '%sleep(30)%'")" = 1 ]; }
wait_for asked
my_stop KILL
wait $pid && echo 0 || echo $?
brief <out | sed 's/lost: .*/lost: .../'

echo '-- gone'
dbcheck -c t.conf my >out && echo 0 || echo $?
brief <out | sed "s,$srv,SRV," | head -n 3
if grep -E 'p;w|weak-one|no-such-word' out; then echo 'a password came out'; fi
