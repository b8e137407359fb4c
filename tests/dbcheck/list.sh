# --list: what would be asked, with the limits of each target.
cat >t.conf <<'.'
[defaults]
warn.size = 10M
crit.longest_transaction = none
[target notes]
product = sqlite
database = n.db
checks = size pages reachable
crit.size = 1G
warn.reachable = 250ms
[target orders]
product = postgresql
server = /run/postgresql
checks = longest_transaction sessions
warn.sessions = 70
[target files]
product = mariadb
server = localhost
skip = size, uptime
checks = size uptime threads_running
.
dbcheck -c t.conf --list
echo
dbcheck -c t.conf --list files
