# Lines of a time, over all generations of a file, compressed ones included: from a time on,
# up to a time, both, of a week.  With -f what comes later follows.
. "$TOP/logtail/helpers"
gen() { # first and last number: a line every ten seconds from midnight on
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i < b; i++) printf "2026-01-%02d " \
		"%02d:%02d:%02d line %d\n", 5 + i / 8640, i / 360 % 24, i / 6 % 60, i % 6 * 10, i }'
}
at() { gen "$1" $(($1 + 1)) | cut -c 1-19; }
show() {
	sed -n 's/.*"type":"log".* line \([0-9]*\)"}$/\1/p' | awk '
		NR == 1 { first = $1 } NR > 1 && $1 != last + 1 { print "jump to", $1 }
		{ last = $1 } END { print NR, "lines", first, last }'
}
gen 0 3000 | gzip >f.3.gz
gen 3000 6000 | xz >f.2.xz
gen 6000 9000 >f.1
gen 9000 12000 >f
touch -d "$(at 2999)" f.3.gz
touch -d "$(at 5999)" f.2.xz
touch -d "$(at 8999)" f.1
touch -d "$(at 11999)" f
for n in 0 1 2999 3000 6001 8999 9000 11999 12000; do
	echo "from $n up to $n"
	logtail -z UTC --since "$(at "$n")" f | show
	logtail -z UTC --until "$(at "$n")" f | show
done
logtail -z UTC --since "$(at 2000)" --until "$(at 7000)" f | show
logtail -z UTC --week 2026-W02 f | show
logtail -z UTC --week 2026-W01 f | show
follow -z UTC --since "$(at 5000)" f
lines 7000
gen 12000 12100 >>f
lines 7100
kill "$follower"
wait "$follower"
show <got
# what is no time, and no span
for o in '--since=' '--until=' '--last=' '--since=2026-01-06 --until=2026-01-05'; do
	logtail $o f && rc=0 || rc=$?
	echo "$rc"
done
