#!/bin/sh
# Records of about 250 bytes: read, changed, written; conditions; escaping.
set -eu
file=$(mktemp)
trap 'rm -f "$file"' EXIT
awk 'BEGIN {
	for (i = 0; i < 40000; i++) {
		printf "{\"time\":\"2026-03-%02dT%02d:%02d:%02d.%03d+08:00\",\"type\":\"log\",", \
		    i % 28 + 1, i % 24, i % 60, i % 59, i % 1000
		printf "\"host\":\"app%02d\",\"system\":\"orders\",\"kind\":\"app\",", i % 20
		printf "\"path\":\"/var/log/app/orders.log\",\"fid\":\"9f3a%04x\",\"off\":%d,\"end\":%d,", \
		    i % 7, i * 131, i * 131 + 130
		printf "\"severity\":\"%s\",", i % 10 ? "info" : "err"
		printf "\"msg\":\"request %d of user u%d took %d ms%s\"}\n", i, i % 977, i * 7 % 3000, \
		    i % 10 ? "" : ": connection to \\\"db1\\\" lost"
	}
}' >"$file"
"$B/tests/bench/rec_bench" "$file"
