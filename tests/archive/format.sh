# The files are as archive(5) says: read and checked here by other tools alone.
sha() { sha256sum | cut -d ' ' -f 1; }
bin() { perl -e 'print pack("H*", join("", @ARGV))' -- "$@"; }
# LEAF: seed, place in the segment from 0, record
leaf() {
	key=$(bin "$1" "$(printf %016x $(($2 / 256)))" | sha)
	two=$(bin "$key" "$(printf %02x $(($2 % 256 / 2)))" | sha)
	salt=$(printf %s "$two" | cut -c $(($2 % 2 * 32 + 1))-$(($2 % 2 * 32 + 32)))
	{ printf '\0'; bin "$salt"; printf %s "$3"; } | sha
}
node() { { printf '\1'; bin "$1" "$2"; } | sha; }
member() { sed -n "s/.*\"$1\":\"*\([^\",}]*\).*/\1/p"; }
unsealed() { sed 's/,"hash":"[0-9a-f]*"}$//' | tr -d '\n'; }

awk -v n=5 -f "$TOP/archive/records.awk" >in
archive append d <in
archive seal d
awk -v n=7 -f "$TOP/archive/records.awk" >in2
tail -n 2 in2 | archive append d
f=d/0000000001.zst
tail -n 4 $f | head -n 1 >segment
tail -n 3 $f | head -n 1 >salt
seed=$(member seed <salt) next=$(head -n 1 d/0000000002.tail | member seed) i=0
set --
while IFS= read -r l; do
	if [ $i -lt 5 ]; then set -- "$@" "$(leaf "$seed" $i "$l")"
	else set -- "$@" "$(leaf "$next" $((i - 5)) "$l")"; fi
	i=$((i + 1))
done <in2

tail -n 2 $f | head -n 1 >layout
tail -n 1 $f >end
root=$(node "$(node "$(node "$1" "$2")" "$(node "$3" "$4")")" "$5")
[ "$root" = "$(member root <segment)" ] && echo "root of the tree"
[ "$(unsealed <segment | sha)" = "$(member hash <segment)" ] && echo "hash of the segment"
packed=$(member packed <layout)
[ "$(head -c "$packed" $f | sha)" = "$(member sha256 <layout)" ] && echo "hash of the packed bytes"
[ $((packed + $(member index <end | sed 's/^0*//'))) = "$(wc -c <$f)" ] && echo "size of the index"
[ "$(wc -c <end)" = 34 ] && echo "size of the end line"
head -c "$packed" $f | zstd -q -dc | cmp - in && echo "records"
tail -c +$((packed + 1)) $f | head -c 4 | od -An -tx1
filter=$(member filter <layout)
tail -c +$((packed - filter + 1)) $f | head -c "$filter" >frame
head -c 4 frame | od -An -tx1
tail -c +9 frame | zstd -q -dc >bits
head -n 1 bits >first
read -r name kind words ids <first
echo "$name $kind"
[ $(($(wc -c <first) + words + ids)) = "$(wc -c <bits)" ] && echo "size of the filter"

t=d/0000000002.tail
sed -n 1p $t >head
sed -n 2p $t >commit
[ "$(member prev <head)" = "$(member hash <segment)" ] && echo "chain into the tail"
[ "$(unsealed <head | sha)" = "$(member hash <head)" ] && echo "hash of its head"
{ bin "$(member hash <head)" "$6" "$7"; unsealed <commit; } | sha >sum
[ "$(cat sum)" = "$(member hash <commit)" ] && echo "hash of the commit"
tail -n +3 $t | head -c "$(member bytes <commit)" >got
tail -n 2 in2 | cmp - got && echo "records of the tail"
sed 's/"hash":"[^"]*"/"hash":"..."/; s/"seed":"[^"]*"/"seed":"..."/; s/"prev":"[^"]*"/"prev":"..."/; s/"root":"[^"]*"/"root":"..."/' segment salt head commit
# the manifest: each line is hashed over the hash of the line before
prev=$(printf %064d 0)
while IFS= read -r l; do
	[ "$({ bin "$prev"; printf %s "$l" | unsealed; } | sha)" = "$(printf '%s\n' "$l" | member hash)" ]
	prev=$(printf '%s\n' "$l" | member hash)
done <d/manifest
[ "$(member chain <d/manifest | tail -n 1)" = "$(member hash <segment)" ] && echo "chain in the manifest"
sed 's/^.*"type":"\([a-z]*\)".*/\1/' d/manifest
