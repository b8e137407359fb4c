# The place where lines of a time begin, in the hour that happens twice when clocks are moved
# back: no line is missed, whichever of the two a search meets.
. "$TOP/logtail/helpers"
# a line a second from 2026-10-24 22:00 UTC on, in the local time of Berlin
awk 'BEGIN { for (i = 0; i < 21600; i++) {
	s = i < 10800 ? i : i - 3600
	printf "2026-10-25 %02d:%02d:%02d a line with some text to make it longer %d\n",
	    s / 3600, s / 60 % 60, s % 60, i } }' >f
show() {
	sed -n 's/.*"type":"log".* \([0-9]*\)"}$/\1/p' | awk 'NR == 1 { first = $1 }
		NR > 1 && $1 != last + 1 { print "jump to", $1 }
		{ last = $1 } END { print NR, "lines", first, last }'
}
for t in 00:03:37 00:26:45 00:59:59 01:00:00 01:15:11 01:59:59 02:10:00; do
	echo "$t"
	logtail -z Europe/Berlin --since "2026-10-25T${t}Z" f | show
	logtail -z Europe/Berlin --until "2026-10-25T${t}Z" f | show
done
