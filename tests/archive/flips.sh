# seconds: 300
# verify sees a change of any bit of any byte, in sealed segments, the tail, its copy, the manifest.
PATH=$B/tests/tools:$PATH
awk -v n=4 -f "$TOP/archive/records.awk" >in
head -n 2 in | archive append d
archive seal d
archive append d <in 2>err
ls d
archive verify d | cut -d ' ' -f 1
flip 1 d/0000000001.zst d/0000000002.tail d/0000000002.open.zst d/manifest -- archive verify d | sed 's/^[0-9]* //'
archive verify d | cut -d ' ' -f 1
# control: a command that does not look sees none
flip 1 d/0000000002.open.zst -- archive cat d | tail -n 1 | sed 's/[0-9]* missed/all missed/'
