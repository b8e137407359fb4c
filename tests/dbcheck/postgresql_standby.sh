# A PostgreSQL primary with a standby: what each of the two says of the other.
. "$TOP/dbcheck/common"
. "$TOP/dbcheck/servers"
pg_start 'max_wal_senders = 3' 'wal_keep_size = 64MB'
sql "CREATE ROLE monitor LOGIN PASSWORD 'mm' IN ROLE pg_monitor; CREATE ROLE copy LOGIN REPLICATION PASSWORD 'cc'"
sql "SELECT pg_create_physical_replication_slot('twin', true), pg_create_physical_replication_slot('lost', true)" >/dev/null
echo 'local replication copy scram-sha-256' >>"$pg/pg_hba.conf"
sql 'SELECT pg_reload_conf()' >/dev/null
standby=$srv/standby
# The standby is in the same directory; its socket has another port.
( cd_home env PGPASSWORD=cc pg_basebackup -h "$srv" -U copy -D "$standby" -R -S twin -c fast ) 2>&1
echo 'port = 5433' >>"$standby/postgresql.conf"
echo "primary_conninfo = 'host=$srv user=copy password=cc application_name=twin'" >>"$standby/postgresql.auto.conf"
pg_also=$pg pg=$standby
pg_again
echo mm >secret
chmod 600 secret
cat >t.conf <<.
[defaults]
product = postgresql
server = $srv
database = postgres
user = monitor
password_file = secret
[target primary]
checks = reachable standbys slots replication_lag
warn.standbys = 4M
[target standby]
port = 5433
checks = reachable standbys slots replication_lag
crit.replication_lag = 1ms
warn.replication_lag = none
.
streaming() { [ "$(sql "SELECT state FROM pg_stat_replication WHERE application_name = 'twin' AND replay_lsn = pg_current_wal_lsn()")" = streaming ]; }
wait_for streaming
echo '-- in step'
dbcheck -c t.conf >out && echo 0 || echo $?
brief <out | sed 's/answered in .*,/answered in N,/; s/: [0-9.]* [A-Za-z]* of/: N of/'
echo '-- behind'
sql 'CREATE TABLE big AS SELECT i FROM generate_series(1, 10) i'
wait_for streaming
PGPORT=5433 sql 'SELECT pg_wal_replay_pause()' >/dev/null
paused() { [ "$(PGPORT=5433 sql 'SELECT pg_get_wal_replay_pause_state()')" = paused ]; }
wait_for paused
sql 'INSERT INTO big SELECT i FROM generate_series(1, 200000) i'
received() { [ "$(sql "SELECT flush_lsn = pg_current_wal_lsn() FROM pg_stat_replication WHERE application_name = 'twin'")" = t ]; }
wait_for received
dbcheck -c t.conf >out && echo 0 || echo $?
jq -r 'select(.status != "ok") | "\(.target) \(.check) \(.status)"' out | sort
