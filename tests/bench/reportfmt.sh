#!/bin/sh
# reportfmt: the daily report of 300,000 log records, and each as an RFC 5424 message; jq and wc beside it.
set -eu
file=$(mktemp)
trap 'rm -f "$file"' EXIT
awk 'BEGIN {
	split("emerg alert crit err warning notice info debug", s, " ")
	for (i = 0; i < 300000; i++) {
		printf "{\"time\":\"2026-11-20T%02d:%02d:%02d.123+08:00\",\"type\":\"log\",", \
		    i / 12500, i / 208 % 60, i % 60
		printf "\"host\":\"app%02d\",\"system\":\"s%d\",\"kind\":\"app\",", i % 10, i % 17
		printf "\"path\":\"/var/log/app%d.log\",\"fid\":\"9c1f0d22a4b7e6f0\",\"off\":%d,\"end\":%d,", \
		    i % 40, i * 90, i * 90 + 90
		printf "\"severity\":\"%s\",\"msg\":\"request %d from 10.0.0.%d failed after %d ms\",", \
		    s[1 + i % 8], i, i % 256, i % 1000
		printf "\"rule\":\"app.reset\",\"fp\":\"%016x\"}\n", i % 300
	}
}' >"$file"
bytes=$(wc -c <"$file")
best() {	# NAME COMMAND...: a row of the table, from the best of three runs
	name=$1 most=0
	shift
	for _ in 1 2 3; do
		from=$(date +%s%N)
		"$@" <"$file" >/dev/null
		to=$(date +%s%N)
		speed=$((bytes * 1000 / (to - from)))
		[ $speed -le $most ] || most=$speed
	done
	echo "| $name | $most |"
}
echo '| | MB/s |'
echo '|---|---:|'
best 'reportfmt -o html' reportfmt -o html
best 'reportfmt -o rfc5424' reportfmt -o rfc5424
best 'jq -r .severity' jq -r .severity
best 'wc -l' wc -l
