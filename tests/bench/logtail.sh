#!/bin/sh
# logtail: files of 120 MB to records; rsyslog's imfile, fluent-bit's tail, tail, cat and wc beside it.
#
# rsyslog and fluent-bit write the lines alone to a file; they are done when the last one is there.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

app() {	# lines of one program, as rsyslog writes them
	awk 'BEGIN {
		for (i = 0; i < 900000; i++)
			printf "2026-11-20T%02d:%02d:%02d.%03d+08:00 app%02d orders[%d]: request %d of customer %d took %d ms, " \
			    "%d rows from the database, status %d\n", i / 37500, i / 625 % 60, i / 10 % 60, i * 7 % 1000, i % 10,
			    1000 + i % 7, i, i * 7919 % 100003, i * 31 % 997, i % 50, 200 + i % 3
	}'
}

java() {	# two levels in turn, seconds that go on
	awk 'BEGIN {
		for (i = 0; i < 1000000; i++)
			printf "2026-11-20 %02d:%02d:%02d,%03d %s [http-nio-8080-exec-%d] com.example.orders.Service%d - order %d of %d is %s\n",
			    i / 41667, i / 694 % 60, i / 11 % 60, i * 7 % 1000, i % 9 ? "INFO " : "WARN ", i % 200, i % 40, i,
			    i * 7919 % 100003, i % 3 ? "paid" : "on its way to the customer"
	}'
}

chinese() {	# GB18030, two lines of Chinese and ASCII to one of ASCII alone
	awk 'BEGIN {
		for (i = 0; i < 900000; i++)
			printf "2026-11-20 %02d:%02d:%02d,%03d %s [http-nio-8080-exec-%d] com.example.orders.Service%d - %s\n",
			    i / 37500, i / 625 % 60, i / 10 % 60, i * 7 % 1000, i % 9 ? "INFO " : "WARN ", i % 200, i % 40,
			    i % 3 ? "订单 " i " 处理完成，用户 " i * 7919 % 100003 " 付款成功，耗时 " i * 31 % 997 " 毫秒" :
			    "order " i " is paid"
	}' | iconv -f UTF-8 -t GB18030
}

mix() {	# excerpts of real logs of eight programs, 2000 lines of each in turn
	i=0
	while [ $i -lt 55 ]; do
		cat "$DATA"/loghub/*_2k.log
		i=$((i + 1))
	done
}

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
		printf "| %s | %d | %.2f |\n", what, bytes * 1000 / time, time / ours }'
}

processor() {	# what logtail alone takes of a processor, user and system, into a pipe
	for _ in 1 2 3; do
		{ bash -c 'TIMEFORMAT="%U %S"; time logtail in.log' 2>"$dir/took" | cat >/dev/null; }
		awk '{ print $1 + $2 }' "$dir/took"
	done | sort -n | awk -v bytes="$bytes" 'NR == 1 {
		printf "| logtail, per second of one processor | %d | |\n", bytes / $1 / 1000000 }'
}

rsyslog() {
	cat >"$dir/rsyslog.conf" <<-CONF
	global(workDirectory="$dir")
	module(load="imfile" mode="inotify")
	template(name="line" type="string" string="%msg%\n")
	input(type="imfile" file="$dir/in.log" tag="app:" ruleset="out" freshStartTail="off")
	ruleset(name="out") { action(type="omfile" file="$dir/new" template="line") }
	CONF
	cat >"$dir/rsyslog.sh" <<-SCRIPT
	rm -f imfile-state*
	rsyslogd -n -f rsyslog.conf -i $dir/pid &
	while [ "\$(wc -l <new 2>/dev/null || echo 0)" -lt $lines ]; do kill -0 \$! && sleep 0.02; done
	kill \$!
	wait
	SCRIPT
	row 'rsyslog imfile to omfile' 'sh rsyslog.sh 2>/dev/null || :'
}

fluentbit() {
	cat >"$dir/fluent.sh" <<-SCRIPT
	fluent-bit -q -f 0.2 -i tail -p path=$dir/in.log -p read_from_head=true -p buffer_max_size=1M \
		-o file -p path=$dir -p file=new -p format=template -p 'template={log}' &
	while [ "\$(wc -l <new 2>/dev/null || echo 0)" -lt $lines ]; do kill -0 \$! && sleep 0.02; done
	kill \$!
	wait
	SCRIPT
	row 'fluent-bit tail to file' 'sh fluent.sh 2>/dev/null || :'
}

table() {	# KIND, TITLE
	"$1" >"$dir/in.log"
	bytes=$(wc -c <"$dir/in.log")
	lines=$(wc -l <"$dir/in.log")
	ours=
	echo "| $2 | MB/s of log text | times as long as logtail |"
	echo '|---|---:|---:|'
	row 'logtail, to a pipe' 'logtail in.log | cat'
	(cd "$dir" && processor)
	row 'logtail, to nowhere' 'logtail in.log'
	row 'tail -c +1, to a pipe' 'tail -c +1 in.log | cat'
	row 'wc -l' 'wc -l in.log'
	if command -v rsyslogd >/dev/null; then rsyslog; fi
	if command -v fluent-bit >/dev/null; then fluentbit; fi
	echo
}

table app 'syslog, one program'
table java 'log4j, two levels'
table chinese 'log4j, Chinese in GB18030'
if [ -d "$DATA/loghub" ]; then table mix 'eight programs in turn'; fi
for peer in rsyslogd fluent-bit; do
	command -v $peer >/dev/null || echo "$peer is not installed here."
done
echo
echo 'logtail writes two to three times the bytes that it reads here, looks for a time, a host and a severity in every line,'
echo 'and sums what it read (SHA-256); tail and wc do nothing of that. Into a pipe it waits for the reader as well.'
