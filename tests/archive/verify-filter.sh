# A filter that was put in the place of another one, with a sum that is right, is found by
# verify: it hides records from grep.
lines() {	# first identifier
	awk -v x="$1" 'BEGIN {
		for (i = 0; i < 700; i++)
			printf "{\"time\":\"2026-11-21T00:%02d:%02dZ\",\"type\":\"log\",\"msg\":\"%s blk_-%d%d of 10.251.%d.%d:50010\"}\n",
			    i / 60, i % 60, i % 9 ? "adding a block" : "FAILED to add", x, i * 7919 + 100000000, i % 9, i * 13 % 256
	}'
}
make() {	# DIR, first identifier
	lines "$2" | archive append "$1"
	archive seal "$1"
	archive compact "$1" >/dev/null
}
columns() {	# FILE: bytes of its columns
	tail -n 4 "$1" | sed -n 's/.*"columns":"\([^"]*\)".*/\1/p' | tr ' ' '\n' | paste - - - | awk '{ n += $3 } END { print n }'
}
packed() { tail -n 2 "$1" | sed -n 's/.*"packed":\([0-9]*\),.*/\1/p'; }
make d 77
make other 88
f=$(echo d/*.cold) o=$(echo other/*.cold)
id=$(lines 77 | sed -n '300s/.*\(blk_[-0-9]*\).*/\1/p')
forge() {	# FILE with the filter
	n=$(columns whole) k=$(columns "$1") end=$(packed whole)
	{ head -c "$n" whole; head -c "$(packed "$1")" "$1" | tail -c +$((k + 1)); } >new
	size=$(wc -c <new) sum=$(sha256sum new | cut -d ' ' -f 1)
	[ ${#size} = ${#end} ] || echo 'the index has another size'
	tail -c +$((end + 1)) whole |
		sed "s/^{\"type\":\"layout\",\"packed\":[0-9]*,\"sha256\":\"[0-9a-f]*\"}/{\"type\":\"layout\",\"packed\":$size,\"sha256\":\"$sum\"}/" >>new
	cp new "$f"
}
try() {
	echo "# $1"
	archive verify d 2>&1 | sed 's/, chain.*//'
	archive grep -F -c "$id" d || echo "grep $?"
}
cp "$f" whole
try 'as it was'
forge whole
cmp whole "$f" && try 'put together again'
forge "$o"
try 'the filter of another'
