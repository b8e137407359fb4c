# The limit itself is kept, a moment more is not; or it is late, where the contract says so.
. "$TOP/slawatch/helpers"
one_clock 7x24 </dev/null
for end in 17:00:00 17:00:00.000000001 17:00:01; do
	rc=0
	{ step 09:00:00 A opened 3; step $end A resolved; } | slawatch -p ./c.conf >out 2>/dev/null || rc=$?
	brief <out | tail -n +2
	echo "status $rc"
done
echo 'at_limit = late' | one_clock 7x24
for end in 16:59:59 17:00:00; do
	rc=0
	{ step 09:00:00 A opened 3; step $end A resolved; } | slawatch -p ./c.conf >out 2>/dev/null || rc=$?
	brief <out | tail -n +2
	echo "status $rc"
done
