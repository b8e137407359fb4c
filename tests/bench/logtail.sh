#!/bin/sh
# logtail: a file of 128 MB to records; rsyslog's imfile, wc and cat beside it.
#
# rsyslog writes the lines alone to a file; it is done when the last one is there.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk 'BEGIN {
	for (i = 0; i < 900000; i++)
		printf "2026-11-20T%02d:%02d:%02d.%03d+08:00 app%02d orders[%d]: request %d of customer %d took %d ms, " \
		    "%d rows from the database, status %d\n", i / 37500, i / 625 % 60, i / 10 % 60, i * 7 % 1000, i % 10,
		    1000 + i % 7, i, i * 7919 % 100003, i * 31 % 997, i % 50, 200 + i % 3
}' >"$dir/app.log"
bytes=$(wc -c <"$dir/app.log")
lines=$(wc -l <"$dir/app.log")

best() {	# COMMAND: the least time of three, in nanoseconds
	for _ in 1 2 3; do
		rm -rf "$dir/new"
		from=$(date +%s%N)
		(cd "$dir" && sh -c "$1") >/dev/null
		echo $(($(date +%s%N) - from))
	done | sort -n | head -n 1
}

row() {
	time=$(best "$2")
	[ -n "${ours-}" ] || ours=$time
	awk -v what="$1" -v bytes="$bytes" -v time="$time" -v ours="$ours" 'BEGIN {
		printf "| %s | %d | %.1f |\n", what, bytes * 1000 / time, time / ours }'
}

echo '| | MB/s of log text | times as long as logtail |'
echo '|---|---:|---:|'
row 'logtail, to a pipe' 'logtail app.log | cat'
row 'logtail, to nowhere' 'logtail app.log'
row 'cat, to a pipe' 'cat app.log | cat'
row 'wc -l' 'wc -l app.log'
if command -v rsyslogd >/dev/null; then
	cat >"$dir/rsyslog.conf" <<EOF
global(workDirectory="$dir")
module(load="imfile" mode="inotify")
template(name="line" type="string" string="%msg%\n")
input(type="imfile" file="$dir/app.log" tag="app:" ruleset="out" freshStartTail="off")
ruleset(name="out") { action(type="omfile" file="$dir/new" template="line") }
EOF
	cat >"$dir/rsyslog.sh" <<EOF
rm -f imfile-state*
rsyslogd -n -f rsyslog.conf -i $dir/pid &
while [ "\$(wc -l <new 2>/dev/null || echo 0)" -lt $lines ]; do kill -0 \$! && sleep 0.02; done
kill \$!
wait
EOF
	row 'rsyslog imfile to omfile' 'sh rsyslog.sh 2>/dev/null || :'
fi
echo
echo 'logtail writes three times the bytes that it reads here, and looks for a time and a severity in every line;'
echo 'cat and wc do neither. Into a pipe it waits for the reader, which copies as many bytes.'
