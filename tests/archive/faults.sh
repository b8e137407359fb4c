# Short and interrupted reads and writes change nothing.
awk -v n=4000 -f "$TOP/archive/records.awk" >in
for f in short eintr short,eintr; do
	rm -rf d
	"$TOP/fault/with" $f archive append --pass --commit 60s --commit 8K --segment 64K d <in >out
	sed 's/,"seq":[0-9]*}$/}/' out | cmp - in
	"$TOP/fault/with" $f archive cat d | cmp - in
	"$TOP/fault/with" $f archive verify d | sed "s, chain .*,,"
	"$TOP/fault/with" $f archive grep -c 'full' d
done
# A disk that is full, a sync or a rename that fails: status 2; what was passed on is there, and
# what is there was passed on; the next append goes on.
for f in enospc=30000 enospc=100000 enospc=400000 fsync=1 fsync=4 fsync=11 fsync=20 rename=1 rename=2 rename=5; do
	rm -rf d
	{ "$TOP/fault/with" $f archive append --pass --commit 60s --commit 8K --segment 64K d <in 2>err &&
		rc=0 || rc=$?; echo "$f $rc" >rc; } | sed 's/,"seq":[0-9]*}$/}/' >passed
	cat rc
	[ -s err ]
	archive append d </dev/null 2>>err
	archive cat d | cmp - passed
	archive verify -q d
	archive append d <in 2>/dev/null
	archive cat d | cmp - in
done
# controls: who takes what was sent for safe is found out, and so is who says that all is well
rm -rf d
"$TOP/fault/with" fsync=11 archive append --commit 60s --commit 8K --segment 64K d <in 2>/dev/null && rc=0 || rc=$?
archive append d </dev/null 2>/dev/null
archive cat d | cmp -s - in || echo "what was sent is not all there: $rc"
rm -rf d
"$TOP/fault/with" fsync=100000 archive append --commit 60s --commit 8K --segment 64K d <in
archive cat d | cmp - in && echo "no fault, no trouble"
