# Short and interrupted reads and writes change nothing.
in=$TOP/reportfmt/day.ndjson
for face in text markdown html csv rfc5424; do
	reportfmt -o $face <"$in" >want
	for f in short eintr short,eintr; do
		"$TOP/fault/with" $f reportfmt -o $face <"$in" | cmp - want && echo "$face $f"
	done
done
"$TOP/fault/with" enospc=2000 reportfmt <"$in" >out || echo "$?"
