# Plain zstd reads what went in: sealed segments, and after the end of append everything.
awk -v n=40000 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --segment 1M d <in
zstd -q -dc d/*.zst | cmp - in
archive cat d | cmp - in
ls d
# the same after more was added, in several goes
for i in 1 2 3; do echo "{\"again\":$i}" | tee -a in | archive append --segment 1M d; done
zstd -q -dc d/*.zst | cmp - in
archive cat d | cmp - in
# each sealed segment alone is what its index says
for f in d/*[0-9].zst; do zstd -q -dc "$f" | wc -lc; tail -n 4 "$f" | sed -n 's/.*"count":\([0-9]*\),"bytes":\([0-9]*\).*/\1 \2/p'; done | awk '{ print $1, $2 }' | uniq -c | awk '{ print $1 }' | sort -u
archive verify d | sed "s, chain .*,,"
# the tail is plain text
grep -c again d/*.tail
stat -c '%a %n' d d/lock d/*.tail d/*1.zst
