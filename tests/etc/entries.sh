# Every form is read without complaint, its sample lines hold (they are tried when it is read),
# it says what it is for and has samples; the page lists it, and nothing else.
PATH=$B/tests/tools:$PATH
for f in "$ETC"/entries/*.conf; do
	name=$(basename "$f" .conf)
	entries "$name" </dev/null || echo "$name is not read"
	sed -n 1p "$f" | grep -q '^# [^ ]' || echo "$name does not say what it knows"
	grep -q '^title = .' "$f" || echo "$name has no title"
	grep -q '^yes = .' "$f" || grep -q '^goes_on' "$f" || echo "$name has no sample line"
	echo "$name"
done >names
cat names
sed '1,/^.Sh FILES/d; /^.El/,$d' "$TOP/../filters/entries.5" | sed -n 's/^\.It Pa //p' |
	tr -d ' ' | tr , '\n' | LC_ALL=C sort >listed
LC_ALL=C sort names | comm -3 - listed | sed 's/^/only in one of page and directory: /'

# A sample that does not hold is a complaint: the lines above say something.
sed 's/^no = .*/no = 2026-11-20 20:52:36 begins one/' "$ETC/entries/time.conf" >broken.conf
if entries ./broken.conf </dev/null 2>complaint; then echo 'a wrong sample passes'; fi
sed 's/:[0-9]*:/:N:/' complaint | sort -u
