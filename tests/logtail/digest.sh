# The stat record of a generation tells the bytes that were read of it and their SHA-256: that of
# the file, of what is in a compressed one, and of the part that a later run read.
. "$TOP/logtail/helpers"
stats() { sed -n 's/.*"type":"stat".*"from":\([0-9]*\),"off":\([0-9]*\),"bytes":\([0-9]*\),"lines":\([0-9]*\),"digest":"\([0-9a-f]*\)","lost":\([0-9]*\).*"why":"\([a-z]*\)".*/\1 \2 \3 \4 \5 \6 \7/p'; }
sum() { sha256sum | cut -d' ' -f1; }
same() { [ "$1" = "$2" ] && echo "$3: $(echo "$1" | cut -d' ' -f-4,6-)" || printf '%s:\n%s\n%s\n' "$3" "$1" "$2"; }

seq -f 'line %.0f' 50000 >app.log
n=$(wc -c <app.log)
logtail app.log | stats >got
same "$(cat got)" "0 $n $n 50000 $(sum <app.log) 0 end" file
for z in gzip xz zstd; do
	$z -qk app.log
	same "$(logtail app.log.[gxz]* | stats)" "0 $n $n 50000 $(sum <app.log) 0 end" $z
	rm app.log.?*
done

# a second run reads the rest; asked while it follows, it tells what it has read
logtail --state s app.log >/dev/null
seq -f 'more %.0f' 100 >>app.log
m=$(wc -c <app.log)
logtail --state s app.log | stats >got
same "$(cat got)" "$n $m $((m - n)) 100 $(tail -n 100 app.log | sum) 0 end" rest

follow app.log
lines 50100
kill -USR1 "$follower"
i=0
until grep -q '"why":"asked"' got || [ $i -gt 1200 ]; do sleep 0.05; i=$((i + 1)); done
same "$(grep asked got | stats)" "0 $m $m 50100 $(sum <app.log) 0 asked" asked

# what is rotated away has its own; the new file, too
mv app.log app.log.1
seq -f 'new %.0f' 10 >app.log
lines 50110
kill -TERM "$follower"
wait "$follower"
grep -v asked got | stats | while read -r from off bytes count digest lost why; do
	for f in app.log app.log.1; do
		[ "$digest" != "$(sum <$f)" ] || echo "$f: $from $count $lost"
	done
done | sort
