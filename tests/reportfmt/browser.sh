# A real browser shows what the page says: the text of its cells is that of the table of values.
# seconds: 120
command -v chromium >/dev/null || { echo 'no chromium here'; exit 77; }
reportfmt -o html <"$TOP/reportfmt/day.ndjson" >page.html
timeout 90 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
	--disable-background-networking --disable-component-update --disable-sync --user-data-dir="$PWD/profile" \
	--dump-dom "file://$PWD/page.html" >dom.html 2>log || { tail -n 3 log; exit 1; }
# What a browser made of it: one cell a line, tags off, entities resolved.
cells() {
	sed 's,<\(td\|th\)[^>]*>,\n@,g; s,</\(td\|th\)>,\n,g' "$1" | sed -n 's/^@//p' |
		sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&nbsp;/ /g; s/&amp;/\&/g'
}
cells page.html >want
cells dom.html >got
cmp want got
wc -l <got
grep -c '<script' dom.html || :
