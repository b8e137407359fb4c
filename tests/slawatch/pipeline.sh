# From raw lines to a broken limit: an Oracle alert that is ended half an hour too late by the log itself.
. "$TOP/slawatch/helpers"
cat >alert.log <<'X'
2026-03-02T08:00:00.000000+08:00
Thread 1 advanced to log sequence 811 (LGWR switch)
2026-03-02T08:31:12.123456+08:00
ORA-00257: archiver error. Connect internal only, until freed.
2026-03-02T08:50:00.000000+08:00
ARC0: Archive log rejected
2026-03-02T09:31:12.123456+08:00
Thread 1 advanced to log sequence 812 (LGWR switch)
X
cat >faults.conf <<'X'
[contract]
name = faults
calendar = 7x24
key = system
[clock running-again]
on = log
start = .priority == 1
stop = .rule == "oracle.log-switch"
warn = 15m
[level 1]
running-again = 30m
X
logtail -H db2 -s efile -k db alert.log | logclassify -F -r "$ETC/rules/oracle.rules" |
	archive append --pass store | slawatch -p ./faults.conf >out || echo "status $?"
brief <out
jq -c 'select(.type == "clock") | [.state, .system, .priority, .seq, .n]' out
# the archive says the same, whenever it is asked
archive cat --seq store | slawatch -p ./faults.conf | grep '"type":"clock"' >again || :
grep '"type":"clock"' out | cmp - again
