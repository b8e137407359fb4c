# seconds: 600
# Cold files, whole and damaged: with any number of threads the same comes out, in the
# same order, and the same is said.
awk 'BEGIN {
	for (i = 0; i < 9000; i++) {
		printf "{\"time\":\"2026-11-21T%02d:%02d:%02dZ\",\"type\":\"log\",\"fid\":\"f%d\",\"off\":%d,\"end\":%d,\"msg\":\"",
		    i / 3600, i / 60 % 60, i % 60, i % 3, i * 50, i * 50 + 50
		if (i % 9)
			printf "adding a block blk_-%d77%d of 10.251.%d.%d:50010", i * 7919 + 100000000, i, i % 9, i * 13 % 256
		else
			printf "FAILED to add after %d ms: %s", i * i % 977, i % 5 ? "no room" : "not \\\"here\\\""
		print "\"}"
	}
}' >in
archive append --commit 60s --commit 4K --segment 32K d <in
archive seal d
archive compact --block 128K d >/dev/null
[ "$(ls d/*.cold | wc -l)" -gt 6 ] && echo "many cold files"
archive cat --threads 3 d | cmp - in && echo "all records"
bad=0 said=0
all() {	# what is damaged
	for form in 'cat' 'cat --seq' 'verify' 'grep -c -F FAILED' 'grep -F FAILED' 'grep -v -c -F FAILED' 'grep -F -c 7' \
	    'grep -P no.room|8779' 'grep -i -F -C2 NOT' 'grep -v -F -A1 adding' 'grep -c -P [a-z]$' 'grep -F -m5 FAILED' \
	    'grep -l FAILED' 'grep --seq -F :01:07' 'grep -q nowhere' 'grep --explain -c -F nowhere'; do
		for k in 1 2 3; do
			archive $form --threads $k d >"out$k" 2>"err$k" && rc=0 || rc=$?
			echo "status $rc" >>"err$k"
		done
		for k in 2 3; do
			cmp -s out1 "out$k" && cmp -s err1 "err$k" && continue
			bad=$((bad + 1))
			echo "$form --threads $k, $1: it is not the same"
			diff err1 "err$k" | head -n 4
		done
		[ "$(grep -c damaged err1)" = 0 ] || said=$((said + 1))
	done
}
all "nothing is damaged"
[ $said = 0 ] && echo "nothing was said"
n=0
for f in $(ls d/*.cold | sed -n '1p;3p;4p;$p'); do
	n=$((n + 1))
	cp "$f" whole
	size=$(wc -c <whole)
	for at in 2 5; do
		i=$((size * at / 9 + n * 17))
		b=$(od -An -tu1 -j $i -N 1 whole)
		printf "$(printf '\\%03o' $((b ^ 1 << at % 8)))" | dd of="$f" bs=1 seek=$i conv=notrunc status=none
		all "byte $i of $f"
		cp whole "$f"
	done
done
mv "$f" whole
all "the last one is missing"
cp in "$f"
all "the last one is no cold file"
mv whole "$f"
[ $said -gt 30 ] && echo "damage was said"
echo "$bad differ"
