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
echo '# encodings and entries'
printf '2026-11-20 20:52:36 \326\320\316\304\n\tat a.B\n2026-11-20 20:52:37 \303\373\n' >gb.log
printf '[20.11.26 at 8h52] one\n2026-11-20 20:52:37 two\n' >form.log
printf '#1 one\nmore\n#2 two\n' >start.log
cp start.log lines.log
cat >forms.conf <<EOC
[source gb]
path = gb.log
encoding = gb18030
entry = java
entry_timeout = 2s
[source form]
path = form.log
time_format = [%d.%m.%y at %Hh%M]
zone = Asia/Shanghai
[source start]
path = start.log
encoding = auto
entry = java
entry_start = ^#\d
[source lines]
path = lines.log
entry = none
EOC
logtail -e UTF-16LE --entry indent -c forms.conf -H h -z UTC 2>/dev/null | jq -r 'select(.msg) | [.path, .msg] | tojson' >plain
grep -v '\(lines\|form\).log' plain
logtail -c forms.conf | jq -r 'select(.path == "form.log" and .msg) | [.time, .time_from // "line", .msg] | join(" ")'
grep -c lines.log plain
logtail -e UTF-8 -c forms.conf -H h -z UTC | jq -r 'select(.path == "lines.log" and .msg) | .msg'
echo '# an entry waits as long as its source says'
printf '[source wait]\npath = start.log\nentry_start = ^#\nentry_timeout = 1h\n' >wait.conf
: >got
logtail -f --tick 50ms -H h -c wait.conf >got &
i=0
while [ "$(grep -c '"type":"tick"' got)" -lt 40 ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i + 1)); done
grep -c '"type":"log"' got
kill $!
wait
grep -c '"type":"log"' got
echo '# an address of a source'
printf '[source box]\nlisten = unix:%s/s\nsystem = net1\nkind = net\nzone = Asia/Shanghai\n' "$PWD" >listen.conf
: >got
logtail -f --tick 50ms -c listen.conf >got &
i=0
while [ ! -S s ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i + 1)); done
logger -u s -t box --rfc3164 hello
lines 1
kill $!
wait
jq -r 'select(.msg) | [.system, .kind, .path, (.time | .[19:] | sub("^\\.[0-9]*"; ""))] | join(" ")' got | sed "s,$PWD,.,"
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
show <got | sort
