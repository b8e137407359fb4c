# Records drawn by chance for an inspection: the same for the same seed, checked, written down.
. "$TOP/archive/helpers"
awk -v n=600 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
archive sample --seed 7 -n 5 --by inspector d >a
archive sample --seed 7 -n 5 --by inspector d | cmp - a
archive sample --seed 8 -n 5 --by inspector d | cmp -s - a || echo "another seed, other records"
wc -l <a
# what it gives is what went in
sed 's/.*"seq":\([0-9]*\)}$/\1/' a | while read -r n; do sed -n "${n}p" in; done >want
sed 's/,"seq":[0-9]*}$/}/' a | cmp - want
archive sample -n 10000 d | wc -l
grep -o '"by":"inspector","seed":7,"n":5,"bad":0,"records":.*\]' d/manifest | head -n 1 >told
sed 's/.*"seq":\([0-9]*\)}$/\1/' a | tr '\n' ',' | sed 's/,$//; s/.*/"records":[&]/' >want
grep -cFf want told
archive verify d | sed 's/, chain.*//'
# what expired is not drawn
tail -n 4 d/0000000002.zst | head -n 1 >d/0000000002.gone
rm d/0000000002.zst
archive sample -n 400 --seed 3 d | sed 's/.*"seq":\([0-9]*\)}$/\1/' >n
archive cat --seq d | sed 's/.*"seq":\([0-9]*\)}$/\1/' | sort >there
sort n | comm -13 there - | wc -l
flip d/0000000001.zst 60
archive sample -n 400 --seed 3 d >/dev/null 2>&1 || echo "damaged: $?"
archive sample -n 0 d || echo "status $?"
