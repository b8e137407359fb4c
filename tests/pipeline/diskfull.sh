# The disk that the output goes to is full again and again: when there is room, each line is
# there once.  With a state file a line may come twice, by the same identity, but none is lost.
seq -f '2026-11-20 20:52:36 line %06.0f of a log that is longer than the disk' 20000 >app.log
lines() { sed -n 's/.* line \([0-9]*\) of .*/\1/p'; }
full=0
for room in 1 5000 100000 0 600000 40000 1000000; do
	{ logtail --resume archive app.log 2>/dev/null || :; } |
		"$TOP/fault/with" enospc=$room archive append archive 2>said && rc=0 || rc=$?
	[ $rc = 0 ] || full=$((full + 1))
done
echo "the archive was full $full times: $(cut -d: -f1 said)"
logtail --resume archive app.log | archive append archive
archive cat archive | lines >got
seq -f %06.0f 20000 | cmp - got && echo 'each line is archived once'

full=0
: >out
for room in 1 5000 100000 0 600000 40000 1000000; do
	"$TOP/fault/with" enospc=$room logtail --state state app.log >part 2>said && rc=0 || rc=$?
	[ $rc = 0 ] || full=$((full + 1))
	awk '/}$/' part >>out	# the last record may be torn
done
logtail --state state app.log >/dev/full 2>said && rc=0 || rc=$?
echo "the output was full $full times: $(cut -d: -f1 said), status $rc"
logtail --state state app.log >>out
lines <out | sort -u >got
seq -f %06.0f 20000 | cmp - got && echo 'each line came out'
[ "$(lines <out | wc -l)" -ge 20000 ]
grep '"type":"log"' out | grep -o '"fid":"[0-9a-f]*","off":[0-9]*' | sort -u | wc -l
