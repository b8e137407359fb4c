# Short and interrupted reads and writes change nothing.
. "$TOP/logtail/helpers"
awk 'BEGIN { for (i = 1; i <= 20000; i++) print "2026-11-20 20:52:36 INFO line " i, substr("....................", 1, i % 20) }' >f
logtail -H h f | logs >want
for fault in short eintr; do
	"$TOP/fault/with" $fault logtail -H h f | logs | cmp - want && echo "$fault file"
	"$TOP/fault/with" $fault logtail -H h - <f | logs | sed 's/"path":"-"/"path":"f"/' |
		cmp - want && echo "$fault stdin"
done
