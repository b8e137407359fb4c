# The main job over logs that real servers wrote: nothing lost, nothing doubled, nothing changed.
cd "$TOP/data"
main() {
	logtail --resume "$dir/logs" *.log 2>"$dir/messages" | logclassify -F | tee "$dir/classified" |
		archive append --pass "$dir/logs" | tee "$dir/passed" |
		slawatch -p procuratorate 2>>"$dir/messages" | tee "$dir/watched" |
		reportfmt -o html >"$dir/report.html"
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
main

# every line of every file, once, by its bytes
for f in *.log; do
	jq -r --arg f "$f" 'select(.type == "log" and .path == $f) | "\(.off) \(.end)"' "$dir/passed" |
		awk -v f="$f" -v size="$(wc -c <"$f")" -v lines="$(wc -l <"$f")" '
			$1 != at { print f ": a hole or a repeat at byte " at }
			{ at = $2; n++ }
			END { if (at != size || n != lines) print f ": " n " records to byte " at }'
done
echo "$(grep -c '"type":"log"' "$dir/passed") lines"

# the store is what went in, for us and for zstd, and whole
grep '"type":"\(log\|stat\)"' "$dir/classified" >"$dir/in"
archive cat "$dir/logs" | cmp - "$dir/in"
zstd -dcq "$dir"/logs/*.zst | cmp - "$dir/in"
archive verify -q "$dir/logs"
# what was passed on is that, with its number
grep '"type":"\(log\|stat\)"' "$dir/passed" | sed 's/,"seq":[0-9]*}$/}/' | cmp - "$dir/in"
# slawatch and everyone pass on what is not theirs
grep -v '"type":"\(clock\|duty\)"' "$dir/watched" | cmp - "$dir/passed"
"$B/tests/tools/html" <"$dir/report.html" >/dev/null

# again: nothing is new
main
grep -c '"type":"log"' "$dir/passed" || :
