# What files of sources say is what records have; what they do not say is as the options say.
. "$TOP/logtail/helpers"
mkdir logs conf
printf '2026-11-20 20:52:36 one\n' >logs/orders-1.log
printf '2026-11-20 20:52:37 two\n' >logs/orders-2.log
printf '2026-11-20 20:52:38 three\n' >logs/orders-debug.log
printf '2026-11-20 20:52:39 four\n' >logs/access.log
printf '2026-11-20 20:52:40 five\n' >by-hand.log
cat >conf/10-orders.conf <<EOC
# of one application
[source orders]
path = $PWD/logs/orders-*.log
path = $PWD/logs/late.log
exclude = *-debug.log
exclude = $PWD/logs/*-7.log
system = orders
kind = app
host = app1
zone = Asia/Shanghai
max_age = 5m

[source access]
path = $PWD/logs/access.log
kind = access
encoding = auto
max_age = none
EOC
echo 'not a file of sources' >conf/README
printf '2026-11-20 20:52:41 six\n' >logs/orders-7.log
show() { jq -r 'select(.type == "log") | [.time, .host, .system // "-", .kind // "-", .msg] | join(" ")'; }
echo '# all'
logtail -H h1 -s main -z +02:00 -c conf by-hand.log 2>said | show
sed "s,$PWD,.,; s/^[^:]*: //" said
echo '# one file, twice the same option'
printf '[source hand]\npath = by-hand.log\n' >hand.conf
logtail -H h1 -c conf/10-orders.conf -c hand.conf 2>/dev/null | show
echo '# followed: new files of the pattern, not those that are excluded'
logtail -f --tick 0 -H h1 -c conf >got 2>/dev/null &
lines 3
printf '2026-11-20 20:52:42 seven\n' >logs/orders-7.log
printf '2026-11-20 20:52:43 eight\n' >logs/new-debug.log
printf '2026-11-20 20:52:44 nine\n' >logs/orders-9-debug.log
printf '2026-11-20 20:52:45 ten\n' >logs/orders-10.log
printf '2026-11-20 20:52:46 eleven\n' >logs/late.log
lines 5
kill $!
wait
show <got
