# A source that does not grow is said to be silent, once, and to have ended that when it grows.
. "$TOP/logtail/helpers"
echo one >a.log
echo one >b-1.log
touch -d '1 hour ago' a.log b-1.log
cat >s.conf <<'EOC'
[source a]
path = a.log
system = orders
max_age = 30m
[source b]
path = b-*.log
zone = Asia/Shanghai
host = db1
max_age = 10m
[source c]
path = c.log
max_age = 1s
[source never]
path = /etc/passwd
EOC
said() {	# TYPE N: wait for so many of its records
	i=0
	while [ "$(grep -c "\"type\":\"$1\"" got)" -lt "$2" ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
}
: >got
logtail -f --tick 0 -H h1 -c s.conf >got 2>/dev/null &
said silence 3
echo two >>a.log
echo two >b-2.log
said silence 5
kill $!
wait
jq -r 'select(.type == "silence") | [.target, .state, .host, .system // "-", .path, .max_age_s] | join(" ")' got | sort
jq -r 'select(.type == "silence" and .target == "b") | .since[19:]' got | sed 's/\.[0-9]*//' | sort -u
# Since when is when it last grew: an hour ago.
jq -e 'select(.type == "silence" and .target == "a") | (.time | .[:19] + "Z" | fromdate) - (.since | .[:19] + "Z" | fromdate) | . >= 3600 and . < 3700' got | head -n 1
