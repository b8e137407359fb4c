# Live, by a source: a line appended is kept at once, a broken limit is told; SIGTERM ends it all, in order.
wait_for() {	# COMMAND: until it succeeds, 20 seconds at the most
	i=0
	until eval "$1"; do [ $i -lt 1200 ]; sleep 0.1; i=$((i + 1)); done
}
mkdir -p etc/contracts/log
cat >etc/contracts/log/log.conf <<'EOF'
[contract]
name = log
title = a contract on log lines
calendar = 7x24

[clock repair]
start = .rule == "postgresql.deadlock" or (.msg | test("deadlock detected"))
stop = .msg | test("all is well")
on = log
key = host
limit = 5m
EOF
ln -s "$ETC/calendars" "$ETC/rules" "$ETC/reports" etc
SLUICE_ETC=$PWD/etc
export SLUICE_ETC
slawatch -n -p log
: >app.log
printf '[source app]\npath = a*.log\nmax_age = 1s\n' >app.conf
setsid watch-sla log arch -c app.conf >said 2>err &
echo '2026-11-20 10:00:00.000 UTC [7] ERROR:  deadlock detected' >>app.log
wait_for '[ "$(archive grep -c deadlock arch 2>/dev/null || :)" = 1 ]'
wait_for 'grep -q started said'
echo '2026-11-20 10:06:00.000 UTC [7] LOG:  all is well' >>app.log
wait_for 'grep -q stopped said'
wait_for 'grep -q " silence " said'
kill -TERM -$!
wait $! && rc=0 || rc=$?
echo "status $rc"
grep -v silence said | grep -o 'state="[a-z]*"'
archive verify -q arch
zstd -dcq arch/*.zst | grep -c '"type":"log"'
cat err
