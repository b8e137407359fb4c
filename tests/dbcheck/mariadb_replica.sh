# A MariaDB primary with a replica: in step, and stopped by an error.
. "$TOP/dbcheck/common"
. "$TOP/dbcheck/servers"
"$B/tests/tools/mute" >port &
mute=$!
wait_for test -s port
kill $mute
port=$(cat port)
my_start --skip-networking=0 --bind-address=127.0.0.1 --port="$port" --server-id=1 --log-bin=binlog
mysql "CREATE USER copy IDENTIFIED BY 'cc'; GRANT REPLICATION SLAVE ON *.* TO copy"
# The replica: the same, with a directory and a socket of its own.
mkdir -m 777 "$srv/tmp2"
if [ "$(id -u)" = 0 ]; then user=--user=mysql; else user=; fi
# shellcheck disable=SC2086
mariadb-install-db --no-defaults $user --datadir="$srv/replica" --auth-root-authentication-method=normal \
	--skip-test-db --tmpdir="$srv/tmp2" >"$srv/install2.log" 2>&1 || { cat "$srv/install2.log"; exit 1; }
# shellcheck disable=SC2086
mariadbd --no-defaults $user --datadir="$srv/replica" --socket="$srv/sock2" --skip-networking --server-id=2 \
	--tmpdir="$srv/tmp2" --pid-file="$srv/pid2" --innodb-buffer-pool-size=16M >"$srv/log2" 2>&1 &
my_also=$!
on_replica() { mariadb --no-defaults -S "$srv/sock2" -u root -N -B -e "$1"; }
wait_for on_replica 'SELECT 1'
on_replica "CREATE USER monitor IDENTIFIED BY 'mm'; GRANT SLAVE MONITOR ON *.* TO monitor;
	CREATE USER weak IDENTIFIED BY 'mm';
	CHANGE MASTER TO master_host = '127.0.0.1', master_port = $port, master_user = 'copy', master_password = 'cc',
	master_use_gtid = slave_pos; START SLAVE"
echo mm >secret
chmod 600 secret
cat >t.conf <<.
[defaults]
product = mariadb
user = monitor
password_file = secret
checks = reachable replication
[target replica]
socket = $srv/sock2
[target weak]
socket = $srv/sock2
user = weak
[target primary]
socket = $srv/sock
user = copy
checks = replication reachable
.
echo cc >secret.copy
chmod 600 secret.copy
echo 'password_file = secret.copy' >>t.conf
mysql "GRANT SLAVE MONITOR ON *.* TO copy"
running() { [ "$(on_replica "SHOW STATUS LIKE 'Slave_running'" | cut -f 2)" = ON ]; }
wait_for running
mysql 'CREATE DATABASE d; CREATE TABLE d.t (a INT PRIMARY KEY)'
copied() { on_replica 'SELECT * FROM d.t'; }
wait_for copied
dbcheck -c t.conf >out && echo 0 || echo $?
brief <out | sed 's/answered in .*,/answered in N,/; s/behind: [0-9.]* s/behind: N s/'
on_replica 'INSERT INTO d.t VALUES (1)'
mysql 'INSERT INTO d.t VALUES (1)'
stopped() { [ "$(on_replica "SHOW STATUS LIKE 'Slave_running'" | cut -f 2)" = OFF ]; }
wait_for stopped
dbcheck -c t.conf replica >out && echo 0 || echo $?
brief <out | sed "s/answered in .*,/answered in N,/"
