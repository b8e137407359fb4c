# seconds: 120
# An append that begins while the plain copy of the tail is there, killed instead of each change
# it makes: a copy that is still there holds what the tail holds, so verify finds nothing.
awk -v n=40 -f "$TOP/archive/records.awk" >in
head -n 15 in | archive append d
cp d/*.open.zst before
i=1 rc=137 with=0 without=0
while [ $rc = 137 ]; do
	rm -rf e
	cp -r d e
	"$TOP/fault/with" crash=$i archive append --commit 60s --commit 1K --segment 4K e <in \
		>out 2>&1 && rc=0 || rc=$?
	if cmp -s before e/0000000001.open.zst; then
		with=$((with + 1))
		archive cat e >got
		zstd -q -dc e/*.zst | cmp - got
		archive verify -q e
	else
		without=$((without + 1))
	fi
	archive append e <in 2>>out
	archive cat e | cmp - in
	zstd -q -dc e/*.zst | cmp - in
	i=$((i + 1))
done
echo "$([ $with -gt 1 ] && echo kept), $([ $without -gt 3 ] && echo removed): $rc"
# the same of seal
i=1 rc=137
while [ $rc = 137 ]; do
	rm -rf e
	cp -r d e
	"$TOP/fault/with" crash=$i archive seal e >out 2>&1 && rc=0 || rc=$?
	archive verify -q e
	archive positions e | sed 's/.*"off"/off/' >>offs
	archive append e <in 2>>out
	archive cat e | cmp - in
	zstd -q -dc e/*.zst | cmp - in
	i=$((i + 1))
done
echo "sealed, killed $([ $i -gt 8 ] && echo everywhere): $rc"
sort -u offs
# without a tail the end may be lost: append says so, and goes on
archive seal e
rm e/*.tail
tail -n 1 in | archive append e
