# A server that accepts the connection and says nothing: the deadline of its target ends the wait.
. "$TOP/dbcheck/common"
own
"$B/tests/tools/mute" >port &
mute=$!
trap 'kill $mute' EXIT
wait_for test -s port
cat >t.conf <<.
[defaults]
server = 127.0.0.1
port = $(cat port)
user = monitor
deadline = 1s
checks = reachable version
[target pg]
product = postgresql
database = postgres
[target my]
product = mariadb
option = CONN_TIMEOUT=60
[target notes]
server = ok
product = mock
checks = reachable first
deadline = 20s
.
dbcheck -c t.conf >out && echo 0 || echo $?
brief <out
jq -r .target out | head -n 1
