#!/bin/sh
# The archive beside plain zstd and grep: 300,000 log records of one host, 78 MB.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk 'BEGIN {
	srand(7)
	for (i = 0; i < 300000; i++) {
		m = sprintf("sshd[%d]: Failed password for invalid user u%d from 10.%d.%d.%d port %d ssh2",
		    1000 + 31000 * rand(), 1000 * rand(), 256 * rand(), 256 * rand(), 256 * rand(), 65000 * rand())
		printf "{\"time\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"type\":\"log\",\"host\":\"db%d\"," \
		    "\"system\":\"orders\",\"kind\":\"auth\",\"path\":\"/var/log/auth.log\",\"fid\":\"8c6786b418a7fbce\"," \
		    "\"off\":%d,\"end\":%d,\"msg\":\"%s\"}\n", 1 + int(i / 86400), int(i / 3600) % 24,
		    int(i / 60) % 60, i % 60, 1000 * rand(), 4 * rand(), off, off + length(m) + 1, m
		off += length(m) + 1
	}
}' >"$dir/in"
bytes=$(wc -c <"$dir/in")

best() {	# COMMAND: the least time of five, in nanoseconds
	for _ in 1 2 3 4 5; do
		rm -rf "$dir/new"
		from=$(date +%s%N)
		(cd "$dir" && sh -c "$1") >/dev/null 2>&1 || :
		echo $(($(date +%s%N) - from))
	done | sort -n | head -n 1
}

row() {	# what, our command, the peer's name, its command
	ours=$(best "$2") theirs=$(best "$4")
	echo "| $1 | $((bytes * 1000 / ours)) MB/s | $3 | $((bytes * 1000 / theirs)) MB/s | $((theirs * 100 / ours)) % |"
}

archive append "$dir/a" <"$dir/in"
zstd -q -3 "$dir/in" -o "$dir/in.zst"
echo '| | archive | peer | | speed of archive to peer |'
echo '|---|---|---|---|---|'
row 'append, a sync a MiB' 'archive append new <in' 'zstd -3, no sync' 'zstd -q -3 -c in >new'
row 'all records' 'archive cat a' 'zstd -dc' 'zstd -q -dc in.zst'
row 'a word that is not there' 'archive grep -F nowhere a' 'zstd -dc, grep -F' 'zstd -q -dc in.zst | grep -F nowhere'
row 'a rare word, counted' 'archive grep -F -c "user u77 " a' 'zstd -dc, grep -F' 'zstd -q -dc in.zst | grep -F -c "user u77 "'
row 'every record, printed' 'archive grep -F Failed a' 'zstd -dc, grep -F' 'zstd -q -dc in.zst | grep -F Failed'
row 'an expression, counted' 'archive grep -c "from 10\.1.* port 22" a' 'zstd -dc, grep -P' \
	'zstd -q -dc in.zst | grep -P -c "from 10\.1.* port 22"'
row 'every hash checked' 'archive verify a' 'zstd -t' 'zstd -q -t in.zst'
echo
awk -v bytes="$bytes" -v packed="$(cat "$dir"/a/*.zst | wc -c)" -v plain="$(wc -c <"$dir/in.zst")" 'BEGIN {
	printf "Packed %.2f to 1; zstd -3 of the whole %.2f to 1.\n", bytes / packed, bytes / plain }'
echo
echo 'append is slower than zstd alone: it reads every record as JSON, hashes each one (SHA-256), and waits for the'
echo 'disk once a MiB. verify is slower than zstd -t: it hashes every record again, which zstd does not.'
