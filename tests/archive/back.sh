# From the last record to the first: cat --reverse, and the last ones that are wanted.
. "$TOP/archive/helpers"
awk -v n=1000 -f "$TOP/archive/records.awk" >in
archive append --commit 4K --commit 60s --segment 16K d <in
archive cat --reverse d >got
tac in | cmp - got
archive cat --seq d | tac >want
archive cat --reverse --seq d | cmp - want
archive cat --reverse --seq --since 2026-11-21T00:16:35Z --until 2026-11-21T00:16:38Z d
archive cat --reverse --where '.off < 20' d
grep 'full' in | tail -n 50 >want
archive tail -n 50 --where '.msg | test("full")' d | grep -F 'full' | cmp - want
archive tail -n 1 --until 2026-11-21T00:00:02Z d
archive tail -n 3 --where '.msg == "no"' d

# what is damaged is told of, and the rest comes
cp -r d e
flip e/0000000003.zst 40
archive cat --reverse e >got || echo "status $?"
archive cat e 2>/dev/null | tac | cmp - got

# a number that is past the end is one of another archive
archive tail -f --after 1001 d || echo "status $?"
