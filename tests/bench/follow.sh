#!/bin/sh
# logtail -f: from a line that is appended to the record; one file, and 2,000.
#
# A line is appended every 5 ms to one file after the other; its way out is timed one by one.
# Then nothing happens for half a minute.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
bench="$B/tests/bench/follow_bench"

row() {	# WHAT, the figures
	what=$1
	shift
	[ $# = 5 ] && printf '| %s | %s | %s | %s | %s | %s |\n' "$what" "$1" "$2" "$3" "$4" "$5"
}

rsyslog_conf() {	# FILES: a pattern
	mkfifo out
	cat <<END
global(workDirectory="$dir")
module(load="imfile" mode="inotify")
template(name="line" type="string" string="%msg%\n")
input(type="imfile" file="$1" tag="app:" ruleset="out" freshStartTail="off")
ruleset(name="out") { action(type="ompipe" pipe="$dir/out" template="line") }
END
}

table() {	# FILES...
	# shellcheck disable=SC2046
	row 'logtail -f' $("$bench" "$@" -- logtail -f --tick 0 "$@")
	# shellcheck disable=SC2046
	row 'tail -q -F' $("$bench" "$@" -- tail -q -n 0 -F "$@")
	command -v rsyslogd >/dev/null || { echo '| rsyslog imfile | not installed | | | | |'; return 0; }
	rm -f out imfile-state*
	rsyslog_conf "$dir/${1%%0*}*.log" >rsyslog.conf
	# shellcheck disable=SC2046
	row 'rsyslog imfile' $("$bench" -o out "$@" -- rsyslogd -n -f rsyslog.conf -i "$dir/pid" 2>/dev/null)
}

head_of_table() {
	echo
	echo "$1"
	echo
	echo '| | median, us | 95 %, us | memory, kB | open files | idle, % of a processor |'
	echo '|---|---:|---:|---:|---:|---:|'
}

: >a0.log
head_of_table 'One file:'
table a0.log

i=0
while [ $i -lt 2000 ]; do
	printf '2026-11-20 20:52:36.123 [main] INFO line of file %d\n' $i >"$(printf 'f0%04d.log' $i)"
	i=$((i + 1))
done
head_of_table '2,000 files:'
table f0*.log
