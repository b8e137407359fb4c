# Any number of threads gives the same records and the same messages, also of what is damaged.
. "$TOP/archive/helpers"
awk -v n=4000 -f "$TOP/archive/records.awk" >in
printf '{"msg":"at 300 \342\204\252, Ma\305\277\305\277e","time":"2026-11-21T00:00:01Z"}\n' >>in
archive append --commit 60s --commit 4K --segment 16K d <in
cp -r d e
flip e/0000000003.zst 60
rm e/0000000005.zst
printf x >>e/0000000007.zst
same() {	# arguments of archive: with one thread and with several
	"$@" --threads 1 >want 2>want.err && a=0 || a=$?
	for n in 2 3 8; do
		"$@" --threads $n >got 2>got.err && b=0 || b=$?
		cmp got want
		cmp got.err want.err
		[ $a = $b ] || echo "$*: $a and $b"
	done
	echo "$*: $(wc -l <want) lines, status $a"
}
for dir in d e; do
	same archive grep 'line 1[0-9]* ' $dir
	same archive grep -c full $dir
	same archive grep -c -v full $dir
	same archive grep -l 'line 3' $dir
	same archive grep -m 20 --seq -i 'DISK' $dir
	same archive grep -F nowhere $dir
	same archive grep -C 1 'line 2.1 ' $dir
	same archive grep --field msg -o 'line 10.' $dir
	same archive grep -c --since 2026-11-21T00:30:00Z --until 2026-11-21T00:31:00Z . $dir
	same archive cat --seq $dir
	same archive cat --until 2026-11-21T00:10:00Z $dir
done
# each finding is said, in order
for dir in d e; do
	archive verify --threads 1 $dir >want 2>want.err && a=0 || a=$?
	for n in 2 3 8; do
		archive verify --threads $n $dir >got 2>got.err && b=0 || b=$?
		cmp got want
		cmp got.err want.err
		[ $a = $b ] || echo "verify: $a and $b"
	done
	echo "verify: $(wc -l <want.err) findings, status $a"
done
# letters whose other case is not in ASCII
archive grep -i -c 'at 300 k' d
archive grep -i -c masse d
for bad in 0 x 65; do
	archive grep --threads $bad x d || echo "status $?"
done
