# seconds: 180
# The content of records is taken out: hash and proofs of all others stay, the content is nowhere.
sha() { sha256sum | cut -d ' ' -f 1; }
order='--order 2026-118 --by ops@host --why request'
awk -v n=600 -f "$TOP/archive/records.awk" >in
sed -i '300s/"msg":"[^"]*"/"msg":"Wang, id 42"/; 310s/"msg":"[^"]*"/"msg":"Wang again"/' in
archive append --commit 60s --commit 4K --segment 16K d <in
archive key k >pub
archive checkpoint --key k d >note
archive prove --checkpoint note 299 d >p299
archive prove --checkpoint note 300 d >p300
verify() { archive verify --checkpoint note --key k.pub d | sed 's/, chain.*//'; }
# dry by default
cp -r d e
archive redact --where '.msg | test("^Wang")?' $order d
rm -f d/upkeep.lock
diff -r d e && echo unchanged
archive redact --seq 9 d || echo "without an order: $?"
# what was torn off has the same content
head -n 300 in | tail -n 1 | head -c 70 >d/0000000002.torn
archive redact --yes --where '.msg | test("^Wang")?' $order d
verify
archive redact --yes --seq 300 $order d
archive cat d | sed -n '299p;300p;301p;310p'
sed '300d;310d' in >rest
archive cat d | sed '300d;310d' | cmp - rest
{ zstd -q -dc d/*.zst; cat d/*.tail d/*.torn d/manifest; } | grep -c Wang || :
[ ! -s d/0000000002.torn ] && echo "nothing is left of what was torn"
# older proofs hold, of other records and even of this one; new ones can be made but of it
archive check-proof --key k.pub p299
archive check-proof --key k.pub p300
archive prove --checkpoint note 299 d | cmp - p299
archive prove 300 d || echo "prove $?"
# a short content can be tried where the salt is known, and not where it is gone
rec=$(sed -n 300p in)
salt=$(sed -n 's/^salt //p' p300)
leaf=$(tail -n 4 d/0000000003.zst | sed -n 's/.*"redacted":{"\([0-9]*\)":"\([0-9a-f]*\)".*/\2/p')
try() { { printf '\0'; printf %s "$1" | perl -ne 'print pack("H*", $_)'; printf %s "$2"; } | sha; }
guess() { for id in 40 41 42 43; do
	[ "$(try "$1" "$(printf %s "$rec" | sed "s/id 42/id $id/")")" = "$leaf" ] && echo "it was $id"; done; :; }
guess "$salt"
guess 00000000000000000000000000000000
guess ''
tail -n 4 d/0000000003.zst | grep -c "$salt" || :
tail -n 4 d/0000000003.zst | grep -c seed || :
# another one of the same segment, and of another group
archive redact --yes --seq 5,301 $order d
verify
archive append d <in
archive redact --yes --seq 601 $order d || echo "not sealed: $?"
# what no order tells of is found, and an order that was not carried out
cp e/0000000003.zst d/0000000003.zst
verify
cp d/manifest m
rm -rf d
cp -r e d
cp m d/manifest
archive redact --yes --seq 300,310,5,301 $order d
verify
cp e/manifest d/manifest
verify || :
