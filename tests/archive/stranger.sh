# A reader that was written from archive(5) alone, in another language, gives the records of hot, cold,
# redacted and expired segments and of the tail, byte for byte, and all hashes come out.
. "$TOP/archive/helpers"
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
stranger() { python3 "$TOP/archive/stranger.py" "$@"; }
awk 'BEGIN {
	for (i = 0; i < 2400; i++) {
		f = int(i / 6) % 4
		o[f] += 90
		e = i < 100 ? "2019-03" : "2026-11"
		printf "{\"time\":\"%s-%02dT%02d:%02d:%02d.%03dZ\",\"type\":\"log\",\"host\":\"db%d\",\"fid\":\"f%d\"," \
		    "\"got\":\"%s-%02d %02d:%02d:%02d\",\"off\":%d,\"end\":%d,\"id\":%d,\"user\":\"u%d\",\"note\":\"%dx\",\"msg\":\"", e,
		    1 + i / 900, int(i / 3600) % 24, int(i / 60) % 60, i % 60, i * 7 % 1000, f % 2, f,
		    e, 1 + i / 900, int(i / 3600) % 24, int(i / 60) % 60, i % 60, o[f], o[f] + 90, f * 1000 + i, i * 7 % 113, i * 31
		if (f == 0)
			printf "Nov %2d %02d:%02d:%02d db sshd[%d]: %s password for \\\"u%d\\\" port %d22 by sshd[%d]", 1 + i / 900,
			    int(i / 3600) % 24, int(i / 60) % 60, i % 60, 400 + i, i % 3 ? "Failed" : "Accepted", i % 50, i % 17, 400 + i
		else if (f == 1)
			printf "BLOCK* blk_-%d77%d is added to 10.251.%d.%d:50010 size %d", i * 7919, i, i % 9, i * 13 % 256, 67108864 - i
		else if (f == 2)
			printf "%05d INFO req-%x%x-00 - \\u00e9 /dir%d/part-%05d.tmp took %d ms", i, i * 104729, i * 31, i % 9, i, i % 211
		else
			printf "worker %d%d is done: 0.%07d, error 0x%x", i % 120, i % 7, i * 7901 % 9999999, i % 300
		print "\"}"
	}
	print "{ \"a\" : 1,  \"b\":2}"; print "{\"a\":1,\"a\":2}"; print "{\"u\":\"\\u00e9 \\\\ \\\"x\\\" 7\"}"
	print "{\"n\":1.50,\"m\":-0,\"e\":1E5}"; print "{\"o\":{\"p\":[1,{\"q\":\"]\"}]}}"; print "{}"
	printf "{\"cr\":1}\r\n"
}' >in
# the first segment has expired, then come cold files, hot ones, and the tail in several commits
printf '[class all]\nkeep = 6month\n' >c.conf
archive init -c c.conf d
head -n 100 in | archive append d
archive seal d
tail -n +101 in | head -n 1900 | archive append --commit 60s --commit 4K --segment 32K d
archive seal d
archive prune --yes --by me --why old d >/dev/null
archive compact --block 256K --by me d >/dev/null
tail -n +2001 in | head -n 300 | archive append --commit 60s --commit 4K --segment 32K d
archive seal d
tail -n +2301 in | archive append --commit 60s --commit 4K --segment 1M d
ls d | sed -n 's/.*\.\(cold\|zst\|tail\|gone\)$/\1/p' | sort | uniq -c | awk '{ print ($1 > 1 ? "several" : "one"), $2 }'
tail -n +101 in >want
stranger d ends=ends | cmp - want
archive positions d | jq -r '"\(.fid) \(.off)"' | cmp - ends
# all that the page tells of columns and slots is there
zstd -q -dc d/*.cold >text
for what in lines 'ids [0-9]*' 'ints follow [0-9]*' 'ints length [0-9]*' 'times prev %.*' 'times base %.*' \
	'text [0-9]* [1-9]' '\.' '+0' '+[1-9][0-9]*' '@[0-9]*' '=[0-9]*'; do
	grep -a -q "^$what" text || echo "no $what"
done
# the same of records whose content was taken out, in all of them but the tail
archive redact --yes --seq 101,355,356,357,900,2001,2050 --order 7 --by me --why law d >/dev/null
stranger d >got
archive cat d | cmp - got
grep -c '"type":"redacted"' got
# and of one that is all cold, or all tail, or empty
archive seal d
archive compact d >/dev/null
stranger d | cmp - got
archive append t <want
stranger t | cmp - want
archive init e
stranger e
# a checkpoint, its signature, and a proof
if command -v openssl >/dev/null; then
	archive key k >/dev/null
	archive checkpoint --key k --no-seal d >note
	archive prove --checkpoint note 1500 d >proof
	stranger d note=note key=k.pub proof=proof 2>said | cmp - got
	cat said
	sed '3s/"msg":"./"msg":"X/' proof >false
	stranger d note=note key=k.pub proof=false >/dev/null 2>said && echo "a false proof"
	sed '$s/.$/=/' note | sed '2s/$/1/' >false
	stranger d note=false key=k.pub >/dev/null 2>said && echo "a false note"
else echo 'record 1500 is proved: 216 bytes'; fi
# control: it sees what is not as the page says
for f in d/0000000002.cold t/0000000001.tail d/manifest d/0000000001.gone; do
	cp $f was
	flip $f $(($(wc -c <$f) / 2))
	stranger "${f%/*}" >/dev/null 2>err && echo "$f: nothing seen"
	[ -s err ] || echo "$f: nothing said"
	cp was $f
done
