# Short and interrupted reads and writes change nothing; no room is trouble.
. "$TOP/slawatch/helpers"
i=0
while [ $i -lt 200 ]; do
	step 2026-03-02T09:00:00 "C-$i" opened $((i % 4 + 1))
	i=$((i + 1))
done >in
tick 2026-03-05T00:00:00 >>in
slawatch -p procuratorate <in >want 2>/dev/null || echo "status $?"
for f in short eintr short,eintr; do
	"$TOP/fault/with" $f slawatch -p procuratorate <in 2>/dev/null >got || echo "$f $?"
	cmp got want
done
"$TOP/fault/with" enospc=20000 slawatch -p procuratorate <in 2>/dev/null >got || echo "full $?"
