# logtail --check: is each source there, readable, growing?  One record each, which others take.
echo 'a line' >fresh.log
echo 'a line' >stale.log
touch -d '3 hours ago' stale.log
mkdir dated
for i in 1 2 3; do echo "$i" >dated/app.2026-11-0$i.log; touch -d "$((4 - i)) days ago" dated/app.2026-11-0$i.log; done
echo 'a line' >dated/app.2026-11-04.log
touch -d 'now + 1 hour' ahead.log
: >empty.log
mkfifo pipe.log
mkdir directory.log
echo secret >closed.log
chmod 000 closed.log
source() { printf '[source %s]\nsystem = orders\n' "$1"; shift; printf '%s\n' "$@" ''; }
{
	source fresh 'path = fresh.log' 'max_age = 1h'
	source stale 'path = stale.log' 'max_age = 1h' 'zone = Asia/Shanghai' 'host = db1'
	source no-age 'path = stale.log.none' 'path = dated/app.*.log'
	source dated 'path = dated/app.2026*.log' 'max_age = 1h'
	source excluded 'path = dated/app.2026-*.log' 'exclude = *-04.log' 'max_age = 1h'
	source nothing 'path = nothing/*.log' 'max_age = 1h'
	source two 'path = ./fresh.log' 'path = ./stale.log' 'max_age = 2h'
	source ahead 'path = ahead.log' 'max_age = 1h'
	source empty 'path = empty.log'
	source pipe 'path = pipe.log'
	source directory 'path = directory.log'
	source listening 'listen = tcp:127.0.0.1:514'
	source all-gone 'path = gone1' 'path = gone2' 'path = gone3' 'path = gone4' 'path = gone5'
	source closed 'path = closed.log'
} >sources.conf
as_user='' ; [ "$(id -u)" != 0 ] || as_user='setpriv --reuid 65534 --regid 65534 --clear-groups'
show() { jq -r '[.type, .host, .system, .target, .check, .status, .unit, .crit,
	(.value | if . == null then "-" elif . < -3000 then "ahead" elif . < 600 then "now" else . / 3600 | floor end),
	.msg] | map(. // "-") | join("|")' | sed 's/since [0-9T:.-]*\([+Z]\)/since TIME\1/; s/written [0-9]* s/written N s/'; }
echo '# sources'
logtail --check -H h1 -c sources.conf >got && rc=0 || rc=$?
grep -v '"target":"closed"' got | show
echo "status $rc"
grep -c '"time":"20..-..-..T..:..:..\.[0-9]*+08:00"' got
echo '# unreadable'
sed -n '/^\[source closed/,$p' sources.conf >closed.conf
chmod 755 .
sh -c "$as_user logtail --check -H h1 -c closed.conf" 2>&1 | show
echo '# by name: well, status 0; not well, status 1; disk full, status 2'
logtail --check -H h1 fresh.log 'dated/*' >got && rc=0 || rc=$?
show <got
echo "status $rc"
logtail --check -H h1 fresh.log nowhere.log | show
logtail --check fresh.log >/dev/full && rc=0 || rc=$?
echo "status $rc"
echo '# slawatch and reportfmt take them'
logtail --check -H h1 -c sources.conf | slawatch -p procuratorate >watched 2>/dev/null || :
grep -c '"type":"check"' watched
logtail --check -H h1 -c sources.conf | reportfmt -o markdown | grep -o '| h1 | stale .*critical\|stale[^|]*|[^|]*log[^|]*|[^|]*' | head -n 1
