# seconds: 300
# Expired segments leave their segment lines: readers pass over them, the chain goes through them.
PATH=$B/tests/tools:$PATH
sha() { sha256sum | cut -d ' ' -f 1; }
bin() { perl -e 'print pack("H*", join("", @ARGV))' -- "$@"; }
tell() {	# a line for the manifest, without hash and brace
	prev=$(tail -n 1 d/manifest | sed 's/.*"hash":"\([0-9a-f]*\)"}$/\1/')
	printf '%s,"hash":"%s"}\n' "$1" "$({ bin "$prev"; printf %s "$1"; } | sha)" >>d/manifest
}
awk -v n=600 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
for i in 2 3; do tail -n 4 d/000000000$i.zst | head -n 1; done >lines
first=$(sed -n '1s/.*"first":\([0-9]*\).*/\1/p' lines)
last=$(sed -n '2s/.*"first":\([0-9]*\),"count":\([0-9]*\).*/\1 \2/p' lines | awk '{ print $1 + $2 - 1 }')
mv lines d/0000000002.gone
rm d/0000000002.zst d/0000000003.zst
archive cat --seq d | sed 's/.*"seq":\([0-9]*\)}/\1/' >got
seq 600 | awk -v a="$first" -v b="$last" '$1 < a || $1 > b' | cmp - got
archive verify d | sed 's/, chain.*//' || :
tell '{"type":"expire","time":"2026-11-21T00:00:00Z","by":"t","segments":[2,3]'
archive verify d | sed 's/, chain.*//'
# the writer goes on, also without a tail
archive append d <in
archive seal d
rm d/*.tail
echo '{"a":1}' | archive append d
archive verify d | sed 's/, chain.*//'
archive positions d
# any change is seen
flip 1 d/0000000002.gone -- archive verify d | sed 's/^[0-9]* //'
sed -i 1d d/0000000002.gone
archive verify -q d 2>err || echo "verify $?"
archive cat d 2>err | wc -l
sed 's/damaged after.*/damaged/' err
