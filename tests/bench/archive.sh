#!/bin/sh
# The archive beside zstd, grep and ripgrep: records made of the samples of loghub.
set -eu
MB=${MB:-300}
dir=$(mktemp -d "${BENCH_TMP:-${TMPDIR:-/tmp}}/archive.XXXXXX")
trap 'rm -rf "$dir"' EXIT
corpus=$B/tests/bench/archive_corpus
"$corpus" "$DATA/loghub" "${MB}000000" >"$dir/in" || { cat "$dir/in"; exit 0; }
cd "$dir"
grep -v '"type":"source"' in >new	# those are kept as positions, not as records
mv new in
bytes=$(wc -c <in)
records=$(wc -l <in)
echo "$records records, $((bytes / 1000000)) MB, of eight systems, in bursts of one; times are the best of five."
echo

# Into a pipe: grep(1) stops at the first match where it sees /dev/null.
best() {	# COMMAND: nanoseconds
	for _ in 1 2 3 4 5; do
		rm -rf new
		from=$(date +%s%N)
		{ sh -c "$1" 2>/dev/null || :; } | cat >/dev/null
		echo $(($(date +%s%N) - from))
	done | sort -n | head -n 1
}
speed() {	# NANOSECONDS: MB of records a second
	echo $((bytes * 1000 / $1))
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
have() { command -v "$1" >/dev/null; }
knows() { archive --help | grep -q "archive $1"; }

# --- what is stored, and how fast -------------------------------------------------
archive append hot <in
archive seal hot >/dev/null
zstd -q -3 in -o in3.zst
hot=$(cat hot/*.zst | wc -c) plain=$(wc -c <in3.zst)
echo '| | bytes | ratio | to zstd |'
echo '|---|---:|---:|---:|'
echo "| zstd -3 of the whole | $plain | $(ratio "$bytes" "$plain") | 1 |"
echo "| hot segments | $hot | $(ratio "$bytes" "$hot") | $(ratio "$plain" "$hot") |"
if knows compact; then
	zstd -q -19 --long in -o in19.zst
	long=$(wc -c <in19.zst)
	echo "| zstd -19 --long | $long | $(ratio "$bytes" "$long") | 1 |"
	for level in 3 9 19; do
		took=
		for _ in 1 2 3; do
			[ $level = 19 ] && [ "$took" ] && break
			rm -rf cold$level
			cp -r hot cold$level
			from=$(date +%s%N)
			archive compact --level $level cold$level >/dev/null
			now=$(($(date +%s%N) - from))
			[ "$took" ] && [ "$now" -gt "$took" ] || took=$now
		done
		cold=$(cat cold$level/*.cold cold$level/*.zst 2>/dev/null | wc -c)
		[ $level = 3 ] && peer=$plain || peer=$long
		echo "| cold, level $level, at $(speed $took) MB/s | $cold | $(ratio "$bytes" "$cold") | $(ratio "$peer" "$cold") |"
		archive cat cold$level | cmp - in
	done
	echo
	echo "Compaction is all of it, on one processor: segments are read, records cut into columns and packed,"
	echo "the file is unpacked and every record in it held against the hashes that it was sealed under."
fi
archive cat hot | cmp - in

row() {	# what, our command, the peer's name, its command
	ours=$(best "$2") theirs=$(best "$4")
	echo "| $1 | $(speed "$ours") MB/s | $3 | $(speed "$theirs") MB/s | $(ratio "$theirs" "$ours") |"
}
echo
echo '| | archive | peer | | times as fast |'
echo '|---|---:|---|---:|---:|'
row 'append, a sync a MiB' 'archive append new <in' 'dd, a sync a MiB' 'dd if=in of=new bs=1M oflag=dsync'
row 'all records' 'archive cat hot' 'zstd -dc' 'zstd -q -dc in3.zst'
row 'every hash checked' 'archive verify --threads 1 hot' 'sha256sum of the plain text' 'sha256sum in'
row 'the same, threads' 'archive verify hot' 'sha256sum of the plain text' 'sha256sum in'
if [ -d cold3 ]; then
	row 'every hash checked, cold' 'archive verify --threads 1 cold3' 'sha256sum of the plain text' 'sha256sum in'
	row 'the same, threads' 'archive verify cold3' 'sha256sum of the plain text' 'sha256sum in'
fi
row 'filters made anew, too' 'archive verify --threads 1 --filters hot' 'sha256sum of the plain text' 'sha256sum in'
echo
echo "append keeps the next commit ready while the disk is at one: it is as fast as the slower of the two,"
echo "and it also writes the packed segments. What it takes of the processor alone, on a file system in memory:"
if [ -d /dev/shm ] && mem=$(mktemp -d /dev/shm/archive.XXXXXX); then
	took=$(best "rm -rf $mem/new; archive append $mem/new <in")
	rm -rf "$mem"
	echo "$(speed "$took") MB/s."
fi

# --- how many syncs a record waits for ---------------------------------------------
if [ -e "$B/fault.so" ]; then
	mkfifo to back
	syncs() {	# RECORDS: of all the program, when each record waits for the one before
		n=0
		rm -f hit
		while [ $n = 0 ] || [ -e hit ]; do
			n=$((n + 1))
			rm -rf idle hit
			echo '{"a":0}' | archive append idle
			FAULT_HIT=hit "$TOP/fault/with" fsync=$n archive append --pass idle <to >back 2>/dev/null &
			exec 3>to 4<back
			i=0
			while [ $i -lt "$1" ]; do
				i=$((i + 1))
				echo "{\"a\":$i}" >&3 2>/dev/null || break
				read -r _ <&4 || break
			done
			exec 3>&- 4<&-
			wait $! || :
		done
		echo $((n - 1))
	}
	trap '' PIPE
	none=$(syncs 0) ten=$(syncs 10)
	trap - PIPE
	rm -rf idle to back
	echo
	echo "Ten records that come one by one to an idle archive: $((ten - none)) calls of fdatasync(2)."
fi

# --- how long a record waits ------------------------------------------------------
if have perl; then
	mkfifo to back
	archive append --pass idle <to >back 2>/dev/null &
	perl -MTime::HiRes=time -MFcntl -e '
		use IO::Handle;
		sub middle { (sort { $a <=> $b } @_)[@_ / 2] * 1e6 }
		open(my $to, ">", "to"); open(my $back, "<", "back"); $to->autoflush(1);
		my (@record, @sync);
		sysopen(my $file, "synced", O_WRONLY | O_CREAT | O_DSYNC);
		for my $i (1 .. 200) {
			my $from = time;
			print $to "{\"type\":\"log\",\"fid\":\"f\",\"off\":$i,\"end\":", $i + 1, ",\"msg\":\"x\"}\n";
			<$back>;
			push @record, time - $from;
			$from = time;
			syswrite($file, "x" x 300);
			push @sync, time - $from;
		}
		printf "\nA record on an idle archive comes back after %.0f us (median of 200); ", middle(@record);
		printf "a write with its sync alone takes %.0f us.\n", middle(@sync)'
	wait
fi

# --- searches: the counts are those of grep on the plain text ----------------------
needle=$(tail -n "$((records / 2))" in | grep -m 1 -o 'blk_[-0-9]*' | head -n 1)
search() {	# what, options, pattern
	want=$(grep -c $2 -e "$3" in || :)
	for a in hot cold3; do
		[ -d $a ] || continue
		got=$(archive grep -c $2 -e "$3" $a || :)
		[ "$got" = "$want" ] || echo "DIFFERENT: $a $2 '$3': $got, not $want"
		one=$(best "archive grep --threads 1 $4 $2 -e '$3' $a") all=$(best "archive grep $4 $2 -e '$3' $a")
		echo "| $1 ($want) | $a | $((one / 1000000)) | $((all / 1000000)) | $zstd | $rg | $grep |"
	done
}
peers() {	# the same of the peers: milliseconds
	zstd=$(($(best "zstd -q -dc in3.zst | grep $3 $1 -e '$2'") / 1000000))
	grep=$(($(best "grep $3 $1 -e '$2' in") / 1000000))
	rg=-
	if have rg; then rg=$(($(best "rg $3 $(echo "$1" | sed 's/-P//') -e '$2' in") / 1000000)); fi
}
echo
echo '| milliseconds | | one thread | threads | zstd -dc, grep | ripgrep, plain | grep, plain |'
echo '|---|---|---:|---:|---:|---:|---:|'
one() {	# what, options, pattern, more
	peers "$2" "$3" "$4"
	search "$@"
}
one 'a word that is not there' -F nowhere ''
one 'an identifier' -F "$needle" ''
one 'a frequent word, counted' -F INFO -c
one 'a frequent word, printed' -F INFO ''
one 'an expression, counted' -P 'port \d+22 ' -c
one 'any case, counted' '-F -i' 'FAILED PASSWORD' -c
one 'all others, counted' '-F -v' INFO -c
one 'part of a time, counted' -F '12:3' -c

echo
echo "A hot segment whose filter knows the word is unpacked as a whole: where all do, no search is faster than"
echo "'all records' above without its output, at most the time of zstd -dc, since both run the same libzstd;"
echo "what is won on zstd -dc, grep is that no pipe is between them, and the second thread. In cold files a"
echo "word is looked for in the columns, of which most are not unpacked."

# --- one day of three years ---------------------------------------------------------
"$corpus" -d 1095 "$DATA/loghub" "${MB}000000" | archive append years
archive seal years >/dev/null
rchar() {	# COMMAND: bytes that it reads
	sh -c 'b=$(sed -n "s/rchar: //p" /proc/$$/io)
		'"$1"' >/dev/null || :
		a=$(sed -n "s/rchar: //p" /proc/$$/io); echo $((a - b))' 2>/dev/null
}
none=$(rchar true)
read=$(($(rchar 'archive grep -c --since 2027-06-01 --until 2027-06-02 . years') - none))
echo
awk -v r="$read" -v b="$bytes" -v p="$(cat years/*.zst | wc -c)" 'BEGIN {
	printf "One day of three years: %d bytes are read, %.2f %% of the bytes of records, %.1f %% of what is on disk:\n", r, 100 * r / b, 100 * r / p
	printf "the end of each segment with its times, and the segments of that day.\n" }'

# --- memory --------------------------------------------------------------------------
if [ -x /usr/bin/time ]; then
	echo
	echo '| | memory, MB |'
	echo '|---|---:|'
	for c in 'append new <in' 'cat hot' 'grep -c nowhere hot' 'verify hot' 'du --by day hot' 'cat --reverse hot' \
		'compact --level 19 new' 'cat cold3' 'grep -c nowhere cold3' 'verify cold3' 'cat --reverse cold3'; do
		rm -rf new
		case $c in compact*) head -c 50000000 in | head -n -1 | archive append new ;; esac
		/usr/bin/time -f %M sh -c "exec archive $c" 2>memory >/dev/null || :
		echo "| archive ${c% <in} | $(($(tail -n 1 memory) / 1000)) |"
	done
fi
