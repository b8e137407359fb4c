# Cold files: every record comes out as it went in, and every hash stays what it was.
PATH=$B/tests/tools:$PATH
whole() { sed 's/, chain.*//'; }
awk -v n=1500 -f "$TOP/archive/records.awk" >in
printf '%s\n' '{ "a": 1,  "b":2}' '{"a":1,"a":2}' '{"u":"\u00e9 \\ \"x\" 7"}' '{"n":1.50,"m":-0,"e":1E5}' \
	'{"msg":"Nov 21 00:00:01 db1 sshd[7]: in"}' '{"o":{"p":[1,{"q":"]"}]}}' '{}' >>in
printf '{"cr":1}\r\n' >>in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
archive cat d >hot
archive verify d >was
archive compact --dry d | sed 's/,.*//' | wc -l
ls d | grep -c '\.zst$'
archive compact --block 64K d | sed 's/ in .*//'
ls d | sed '/lock\|manifest/d'
archive cat d | cmp - hot
archive verify d | cmp - was
for p in 'disk is full' 'line 77 ' nowhere '"off":70,' '"end":80,"msg' 00:01:1 '\u00e9' '{}'; do
	archive grep -F -c "$p" d || :
	grep -F -c -e "$p" hot || :
done | paste - - | awk '$1 != $2 { print "not the same: " $0 } END { print NR }'
archive cat --seq --since 2026-11-21T00:10:00Z --until 2026-11-21T00:10:03Z d
archive cat --reverse d | tac | cmp - hot
archive ls d | awk '{ print $2 }' | sort | uniq -c | sed 's/^ *//'
grep -c '"type":"compact"' d/manifest
# the writer goes on, and knows what is there
archive append d <in
archive verify d | whole
# the file tells itself how to read it
zstd -dc d/0000000001.cold | sed -n '/^#!/,$p; /^# end of/q' >decoder.py
zstd -dcq d/*.cold | head -n 1
if command -v python3 >/dev/null; then
	for f in d/*.cold; do zstd -dcq "$f" | python3 decoder.py; done >got
	head -n "$(wc -l <got)" hot | cmp - got
fi
# a record can be proved, and taken out
archive prove 7 d >proof
archive check-proof proof >/dev/null || echo "check-proof $?"
archive redact --seq 7 --order 1 --by me --why test --yes d || echo "redact $?"
archive verify d | sed -n 's/, chain.*//p'
