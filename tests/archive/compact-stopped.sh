# Compaction that was stopped: what is half done is done or undone by the next run.
awk -v n=1500 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
cp -a d hot
archive compact --block 64K d >/dev/null
archive cat d >all
cp -a d cold
# killed before the cold file was in its place
cp -a hot d1
echo rubbish >d1/0000000001.cold.tmp.abc123
archive append d1 </dev/null	# a writer leaves it alone: it may be in use
ls d1/*.tmp.* | wc -l
archive compact --block 64K d1 >/dev/null
ls d1/*.tmp.* 2>/dev/null | wc -l
archive cat d1 | cmp - all
# killed after that: the manifest does not know, all segments are there
cp -a hot d2
cp -a cold/0000000001.cold d2
archive cat d2 | cmp - all
archive compact --block 64K d2 >/dev/null
cmp d2/0000000001.cold cold/0000000001.cold
ls d2/*.zst 2>/dev/null | wc -l
grep -c '"type":"compact"' d2/manifest
archive verify d2 | sed 's/, chain.*//'
# killed while segments were removed: the first and the second are gone
cp -a cold d3
cp -a hot/0000000003.zst hot/0000000004.zst d3
archive cat d3 | cmp - all
archive verify d3 | sed 's/, chain.*//'
archive compact d3 >/dev/null
ls d3/*.zst 2>/dev/null | wc -l
grep -c '"type":"compact"' d3/manifest
archive verify -q d3
# a cold file that is not sound replaces nothing
cp -a hot d4
head -c 500 cold/0000000001.cold >d4/0000000001.cold
tail -c +502 cold/0000000001.cold >>d4/0000000001.cold
archive compact d4 || echo "compact $?"
archive cat d4 | cmp - all
# one at a time
mkfifo p
(flock 9; echo >p; read x <p) 9>d/upkeep.lock &
read x <p
archive compact d || echo "compact $?"
echo >p
wait
