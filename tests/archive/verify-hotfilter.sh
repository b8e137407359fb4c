# seconds: 600
# The filter of a sealed segment: a change of any byte of it is found by verify and hides nothing
# from grep; one of another segment, put there with sums that are right, is found; a redacted text
# is not in it.
. "$TOP/archive/helpers"
PATH=$B/tests/tools:$PATH
lines() {	# first identifier
	awk -v x="$1" 'BEGIN {
		for (i = 0; i < 40; i++)
			printf "{\"time\":\"2026-11-21T00:%02d:00Z\",\"type\":\"log\",\"msg\":\"%s%s blk_-%d%d of 10.251.%d.%d\"}\n",
			    i, i == 20 ? "secretive " : "", x == 77 ? "adding" : "removing", x, i * 7919 + 100000000, i % 9, i * 13 % 256
	}'
}
make() {	# DIR, first identifier
	lines "$2" | archive append "$1"
	archive seal "$1"
}
make d 77
make other 88
f=d/0000000001.zst
cp $f whole
id=$(lines 77 | sed -n '30s/.*\(blk_[-0-9]*\).*/\1/p')
member() { tail -n 2 "$f" | sed -n "s/.*\"$1\":\([0-9]*\),.*/\1/p"; }
try() {
	echo "# $1"
	archive verify --filters d 2>&1 | sed 's/, chain.*//'
	archive grep -F -c "$id" d || echo "grep $?"
	archive grep -F -c adding d || echo "grep $?"
}
try 'as it was'
perl "$TOP/archive/filter.pl" $f whole >new
cmp new whole && echo 'put together again'
perl "$TOP/archive/filter.pl" $f >new
cp new $f
try 'without a filter'
perl "$TOP/archive/filter.pl" whole other/0000000001.zst >new
cp new $f
try 'the filter of another'
# each byte from the filter on
cp whole $f
packed=$(member packed) filter=$(member filter) size=$(wc -c <$f)
at=$((packed - filter)) hidden=0 unseen=0
while [ $at -lt "$size" ]; do
	flip() { perl -e 'open F, "+<", $ARGV[0]; seek F, $ARGV[1], 0; read F, $c, 1; seek F, $ARGV[1], 0; print F $c ^ "\x10"' $f $at; }
	flip
	[ "$(archive grep --threads 1 -F -c "$id" d 2>/dev/null)" = 1 ] || hidden=$((hidden + 1))
	archive verify -q --threads 1 d 2>/dev/null && unseen=$((unseen + 1))
	flip
	at=$((at + 1))
done
cmp $f whole
echo "bytes changed: $([ $((size - packed + filter)) -gt 500 ] && echo many), hidden $hidden, unseen $unseen"
# a filter that is cut, or none where one should be
for by in 1 8 40; do
	{ head -c $((packed - by)) whole; tail -c +$((packed + 1)) whole; } >$f
	archive grep -F -c "$id" d
done
# redaction makes it anew
cp whole $f
sought() { archive grep --threads 1 --explain -F -c "$1" d 2>&1 | grep -c 'by their filter' || :; }
sought secretive
archive redact --yes --order 7 --by ops@host --why request --seq 21 d
sought secretive
sought "$(lines 77 | sed -n '21s/.*\(blk_[-0-9]*\).*/\1/p')"
sought "$id"
archive grep -F -c -v secretive d
archive verify d | sed 's/, chain.*//'
# what is copied, exported and given back has it too
archive copy d e
cmp d/0000000001.zst e/0000000001.zst && echo copied
