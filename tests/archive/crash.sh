# seconds: 300
# Killed instead of each change that it makes to its files, one after the other: what was passed
# on is there, and the next append goes on, whatever was left half done.
awk -v n=150 -f "$TOP/archive/records.awk" >in
append='archive append --pass --commit 60s --commit 1K --segment 4K'
i=1 rc=137 step=1
[ -z "$SAN" ] || step=3
while [ $rc = 137 ]; do
	rm -rf d
	{ "$TOP/fault/with" crash=$i $append d <in && rc=0 || rc=$?; echo $rc >rc; } 2>/dev/null |
		sed 's/,"seq":[0-9]*}$/}/' >passed
	rc=$(cat rc)
	if [ -e d/0000000001.tail ] || [ -e d/0000000001.zst ]; then
		archive cat d >there
		cmp -n "$(wc -c <passed)" passed there
		cmp -n "$(wc -c <there)" there in
		[ "$(archive positions d | sed 's/.*"off":\([0-9]*\).*/\1/')" = \
			"$(tail -n 1 there | sed 's/.*"end":\([0-9]*\).*/\1/')" ]
	else
		[ ! -s passed ]
	fi
	$append d <in >/dev/null 2>&1
	archive cat d | cmp - in
	zstd -q -dc d/*.zst | cmp - in
	archive verify -q d
	[ -z "$(ls d | grep tmp)" ]
	i=$((i + step))
done
echo "killed everywhere: $rc, $([ $i -gt 40 ] && echo many times)"
# control: who takes what was sent for safe loses records
rm -rf d
"$TOP/fault/with" crash=15 $append d <in >/dev/null 2>&1 || rc=$?
archive cat d 2>/dev/null | cmp -s - in || echo "what was sent is not all there: $rc"
# the same for the append that comes after a crash and mends it
i=1 rc=137
while [ $rc = 137 ]; do
	rm -rf d
	"$TOP/fault/with" crash=9 $append d <in >/dev/null 2>&1 || :
	"$TOP/fault/with" crash=$i $append d <in >/dev/null 2>&1 && rc=0 || rc=$?
	$append d <in >/dev/null 2>&1
	archive cat d | cmp - in
	archive verify -q d
	i=$((i + step * 2))
done
echo "killed again: $rc"
