# A line over the limit is cut on the border of a character and says how long it was.
. "$TOP/logtail/helpers"
line() { awk -v n="$1" -v c="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", c }'; }
{ echo before; line 1500000 x; echo; echo between; line 600000 中; echo; echo after; } >f
show() {
	awk 'length($0) >= 1048576 { print "too long" }' "$1"
	logs <"$1" | sed 's/xxx*/X/; s/\(中\)\{2,\}/Z/' | cut -c 1-300
}
logtail -H h f >got && rc=0 || rc=$?
echo "status $rc"
show got
logtail -H h - <f >got2 && rc=0 || rc=$?
echo "status $rc"
show got2
# Just below the limit nothing is cut; without a newline at the end it is the same.
line 1000000 y >g
logtail -H h g >got3
logs <got3 | sed 's/yyy*/Y/'
line 3000000 z >g
logtail -H h g >got4 2>said || cat said
logs <got4 | sed 's/zzz*/Z/'
