# The products and checks that are installed are sound, and so is the example of targets.
mkdir -p etc
cp -R "$ETC/checks" "$ETC/dbcheck" etc
for d in etc/checks/*/; do
	p=$(basename "$d")
	printf '[target %s]\nproduct = %s\nserver = s\ndatabase = d\n' "$p" "$p"
done >all.conf
SLUICE_ETC=etc dbcheck -n -c all.conf
# Each file has one check, of its own name, that says what it looks at and has a text.
for f in etc/checks/*/*.check; do
	n=$(basename "$f" .check)
	[ "$(grep -c '^\[' "$f")" = 1 ] && grep -q "^\[check $n\]$" "$f" || echo "$f: not one check $n"
	grep -q '^about = ' "$f" || echo "$f: no about"
	grep -qE '^msg = |AS msg' "$f" || echo "$f: no msg"
done
# Every product can tell whether it is there, which version it is, and how large.
for d in etc/checks/*/; do
	for n in reachable version size; do [ -f "$d/$n.check" ] || echo "$d: no $n"; done
	grep -q '^session = ' "$d/product.conf" || echo "$d: nothing makes the session read-only"
done
for f in etc/dbcheck/*.targets; do SLUICE_ETC=etc dbcheck -n -c "$f"; done
SLUICE_ETC=etc dbcheck -n 2>/dev/null && echo 'the example is in use' || :
