# lib/packed finds what the commands gzip, xz and zstd packed, at each of their levels.
PATH=$B/tests/tools:$PATH
awk 'BEGIN { for (i = 0; i < 9000; i++)
	printf "2026-01-%02d 10:00:%02d host app[%d]: request %d took %d ms\n",
	    i % 28 + 1, i % 60, i % 7, i * 7919 % 100003, i * i % 977 }' >text
head -c 1000000 /dev/zero >zeros
: >nothing
check() {	# what FILE...: does it unpack to the concatenation of the files?
	what=$1; shift
	cat "$@" >want
	for size in 1000 9000000; do
		if unpack -b $size packed >got && cmp -s want got; then :
		else echo "$what differs, $size bytes at once"; fi
	done
}
for f in text zeros nothing; do
	for level in 1 6 9; do
		gzip -$level <$f >packed; check "gzip -$level $f" $f
		xz -$level -T1 <$f >packed; check "xz -$level $f" $f
		zstd -q -$level <$f >packed; check "zstd -$level $f" $f
		zstd -q -$level -f -o packed $f; check "zstd -$level of a file $f" $f
	done
done
gzip -N -c text >packed; check 'gzip with a name' text
for check in none crc32 crc64 sha256; do
	xz -C $check <text >packed; check "xz -C $check" text
done
xz -T2 --block-size=40000 <text >packed; check 'xz in blocks' text
xz --x86 --lzma2 <text >packed; check 'xz with a filter' text
zstd -q --no-check <text >packed; check 'zstd without a check' text
zstd -q --long=27 <text >packed; check 'zstd --long=27' text
zstd -q --ultra -22 <text >packed; check 'zstd --ultra -22' text
for z in gzip xz zstd; do
	{ $z -q <text; $z -q <nothing; $z -q <zeros; $z -q <text; } >packed
	check "$z, four in a row" text nothing zeros text
	$z -q <text >whole
	head -c "$(($(wc -c <whole) / 2))" whole >half
	unpack half >got 2>said && echo "half of $z was whole"
	grep -q 'is cut off after' said || cat said
	n=$(wc -c <got)
	[ "$n" -gt 60000 ] || echo "half of $z gives $n bytes only"
	head -c "$n" text | cmp - got
	{ cat whole; echo garbage; } >more
	unpack more >got 2>said && echo "garbage after $z was no fault"
	sed 's/^.*is/is/' said
	cmp text got
done
# Over the bound of memory.
zstd -q --long=29 <zeros >wide
unpack wide || echo "status $?"
