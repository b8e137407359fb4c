# Where several sources meet, time is the least of their ticks; one that falls silent is given up.
. "$TOP/slawatch/helpers"
echo 'warn = 1h' | one_clock 7x24
run() { slawatch -p ./c.conf "$@" >out 2>err && rc=0 || rc=$?; brief <out; said; echo "status $rc"; }
said() { grep -v non-monotone err || :; }
# What was derived, and the ticks that it stands between.
between() {
	slawatch -p ./c.conf "$@" 2>err | jq -r '"\(.type) \(.time[11:19]) \(.source // .state // .event)"' || :
	said
}
# ticks SOURCE FROM TO: one a minute of the hour that begins at 17:00
ticks() {
	m=$2
	while [ "$m" -le "$3" ]; do tick "17:$(printf %02d "$m"):00" "$1"; m=$((m + 1)); done
}

echo 'the slower one rules: what stops the clock in time is still on its way'
{ step 09:00:00 A opened 3; tick 16:58:00 fast; tick 16:58:00 slow; tick 17:02:00 fast
step 16:59:00 A resolved; tick 17:02:00 slow; } | run
echo 'it is broken when both are past the deadline'
{ step 09:00:00 A opened 3; tick 15:30:00 fast; tick 15:30:00 slow; tick 17:02:00 fast
tick 16:30:00 slow; tick 17:02:00 slow; } | between --silence 2h
echo 'one falls silent: said once, and time goes on without it'
{ step 09:00:00 A opened 3; tick 16:58:00 slow; ticks fast 0 6; } | between
echo 'when it comes back it holds time again; its silence is not said again'
{ step 09:30:00 A opened 3; tick 16:58:00 slow; ticks fast 0 6; tick 17:06:30 slow; ticks fast 7 13
tick 17:20:00 slow; tick 17:31:00 fast; tick 17:31:00 slow; } | between | tail -n 7
echo 'longer patience'
{ step 09:00:00 A opened 3; tick 16:58:00 slow; ticks fast 0 6; } | run --silence 1h
echo 'clocks that differ by an hour are no silence'
{ step 09:00:00 A opened 3; for m in 50 51 52 53 54 55 56 57 58 59; do
tick 16:$m:00 here; tick 17:$m:00 ahead; done; tick 17:00:01 here; } | between | tail -n 3
echo 'one tick of a wrong clock moves nothing'
{ step 09:00:00 A opened 3; tick 10:00:00 good; tick 10:00:00 bad; tick 2027-03-02T10:00:00 bad
tick 10:00:01 good; tick 10:00:02 bad; step 10:00:02 A resolved; } | run
echo 'all fall silent: records that are no lines of logs go on'
{ step 09:00:00 A opened 3; tick 12:00:00 x; tick 12:00:00 y; step 16:57:00 B opened 4
step 17:01:00 C opened 4; step 17:03:00 D opened 4; } | run
echo 'a tick that names no source counts as such a record'
{ step 09:00:00 A opened 3; tick 12:00:00 x; tick 12:00:00 y; tick 16:57:00; tick 17:01:00; tick 17:03:00; } |
	run
echo 'a record that lies ahead brings its own case to its time, no other'
{ step 09:00:00 A opened 3; step 09:00:00 B opened 3; tick 15:59:00 x; tick 15:59:00 y
step 17:01:00 A paused; step 17:02:00 A resumed; step 17:03:00 A resolved; } | run
echo 'more sources than there are places for'
{ i=0; while [ $i -lt 66 ]; do tick 12:00:00 "s$i"; i=$((i + 1)); done; tick 12:00:01 s65; } | run
echo 'the end'
{ step 09:00:00 A opened 3; tick 12:00:00 x; tick 12:00:00 y; } | run --until 2026-03-02T18:00:00+08:00
