# Rule files that were changed at random are accepted or refused with a place, never more.
# seconds: 120
"$TOP/logclassify/helpers" small >small.rules
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	{ LC_ALL=C awk -v n=12 -v seed=$i -f "$TOP/tools/mutate.awk" small.rules
	cat small.rules; } >m.rules
	logclassify -n -r m.rules >out 2>err && rc=0 || rc=$?
	case $rc in 0|3) ;; *) echo "$i: $rc"; cp m.rules "m$i.rules"; cat err ;; esac
	[ $rc = 0 ] || grep -q '^logclassify: m.rules:[0-9]*: ' err || { echo "$i: no place"; cat err; }
done
