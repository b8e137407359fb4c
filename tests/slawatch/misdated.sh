# A line of a log that is dated long after all ticks breaks nothing: the time in a line is anybody's.
. "$TOP/slawatch/helpers"
cat >c.conf <<'C'
[contract]
name = test
calendar = 7x24
key = system
level = 1
[level 1]
outage = 30m
[clock outage]
on = log
start = .msg == "down"
stop = .msg == "up"
[duty backup]
on = log check
done = .msg == "backup"
period = day
due = 18:00
C
line() {
	case $1 in ??:*) set -- "2026-03-02T$1" "$2" "$3" ;; esac
	printf '{"time":"%s+08:00","type":"log","system":"%s","msg":"%s"}\n' "$1" "$2" "$3"
}
check() { line "$@" | sed s/log/check/; }
run() { slawatch -p ./c.conf "$@" >out 2>err && rc=0 || rc=$?; brief <out; cat err; echo "status $rc"; }
echo 'of one source'
{ tick 00:00:00; line 09:00:00 a down; tick 09:00:01 x; line 2027-03-02T09:00:00 b hello; tick 09:19:59 x
line 09:20:00 a up; tick 09:40:00 x; } | run
echo 'of several, and it stops a clock itself, or does again, or starts one'
{ tick 00:00:00; line 09:00:00 a down; line 09:00:00 b down; tick 09:00:01 x; tick 09:00:02 y
line 2027-03-02T09:00:00 a up; line 2028-03-02T09:00:00 b down; line 2028-03-02T09:00:00 c down
tick 09:20:00 y; tick 09:20:00 x; line 09:20:01 b up; line 09:20:01 c up; tick 09:40:00 x
tick 09:40:00 y; } | run --silence 1h
echo 'a little ahead is believed, and moves its own case only'
{ tick 00:00:00; line 09:00:00 a down; line 09:00:00 b down; tick 09:29:00 x; line 09:31:00 a up
line 09:29:30 b up; } | run
echo 'ticks with much time between them let lines be as far ahead'
{ tick 00:00:00; tick 08:00:00 x; tick 09:00:00 x; line 09:59:00 a down; tick 10:00:00 x
line 10:10:00 a up; } | run
echo 'a duty of the next day is not fulfilled for today, nor judged before its time'
{ tick 00:00:00; tick 2026-03-02T17:00:00 x; tick 2026-03-02T17:00:00 y; check 2026-03-03T00:10:00 a backup
check 2026-03-03T00:11:00 a backup; check 17:30:00 a backup; tick 2026-03-03T17:59:00 x
tick 2026-03-03T17:59:00 y; } | run
{ tick 00:00:00; tick 2026-03-02T17:00:00 x; tick 2026-03-02T17:00:00 y; check 2026-03-03T00:10:00 a backup
tick 2026-03-04T17:00:00 x; tick 2026-03-04T17:00:00 y; } | run
echo 'without ticks there is nothing to hold it against'
{ tick 00:00:00; line 09:00:00 a down; line 10:00:00 b hello; line 09:20:00 a up; } | run
