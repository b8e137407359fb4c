# seconds: 300
# Each call that can fail fails, one after the other, once or from then on: the status says it, what
# was passed on is there and nothing else is, and the next append goes on.
work=$(mktemp -d /dev/shm/faults.XXXXXX 2>/dev/null) || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk -v n=60 -f "$TOP/archive/records.awk" >in
append='archive append --pass --commit 60s --commit 1K --segment 4K'
head -n 5 in | archive append before
cp -r before torn
printf '{"type":"commit","first":6,"count":1,"bytes":100,' >>torn/0000000001.tail
step=1
[ -z "$SAN" ] || step=4
export FAULT_HIT=hit
bad() { echo "$*: $from $kind $n $once: status $rc"; cat err; }
# A file that could not be removed is no loss.
small() { [ $rc$kind = 0unlink ]; }
try() {	# command...: run with the fault; false when it did not come to it
	rm -rf d hit
	[ $from = none ] || cp -r $from d
	{ "$TOP/fault/with" $kind=$n$once "$@" d <in 2>err && rc=0 || rc=$?; echo $rc >rc; } |
		sed 's/,"seq":[0-9]*}$/}/' >passed
	rc=$(cat rc)
	[ -e hit ]
}
mended() {
	archive append d </dev/null 2>>err || bad "append after it: $?"
	archive verify -q d 2>>err || bad "verify after it: $?"
	archive cat d >there 2>>err || bad "cat after it: $?"
}
for from in none before torn; do
	[ $from = none ] && old=0 || old=5
	for kind in write fsync rename unlink ftruncate open read; do
		for once in '' ,once; do
			n=1
			while try $append; do
				[ $rc = 2 ] || small || bad "it is not said"
				[ -s err ] || bad "it says nothing"
				mended
				{ head -n $old in; cat passed; } | cmp -s - there || bad "other records are there"
				archive append d <in 2>/dev/null || bad "append does not go on"
				archive cat d | cmp -s - in || bad "not all is there"
				n=$((n + step))
			done
			[ $rc = 0 ] || bad "no fault, and trouble"
			[ $n -gt 1 ] || [ $kind = rename ] || bad "nothing was tried"
			n=1
			while try archive seal; do
				[ $rc = 2 ] || small || bad "seal does not say it"
				mended
				head -n $old in | cmp -s - there || bad "seal changed records"
				n=$((n + step))
			done
		done
		echo "$from, $kind: each"
	done
done
# readers say it when they do not give all, and give nothing but records
archive append --segment 4K before <in 2>/dev/null
from=before
for kind in open read; do
	for once in '' ,once; do
		for cmd in cat verify positions 'grep line' ls; do
			n=1
			archive $cmd before >all
			while try archive $cmd; do
				[ $rc = 2 ] || [ "$rc$cmd" = 1verify ] ||
					{ [ $rc = 0 ] && cmp -s passed all; } || bad "$cmd does not say it"
				[ "$cmd" != cat ] || [ -z "$(grep -vxFf in passed)" ] || bad "cat makes up records"
				n=$((n + step))
			done
		done
	done
done
echo "readers: each"
# controls: a command that says nothing of the fault, and one that passes on what is not there, are found out
from=before kind=write n=3 once=
try sh -c 'archive append --commit 60s --commit 1K --segment 4K --pass d || :' || :
[ $rc != 0 ] || echo "it is not said"
try sh -c 'tee passed.too | archive append --commit 60s --commit 1K --segment 4K d' || :
mended
{ head -n 5 in; cat in; } | cmp -s - there || echo "other records are there"
