# All rules hold their own test lines; there are enough of them, and each says what it must:
# category, severity, a priority of the contract's scale or none.
logclassify -n -r "$ETC/rules" >said || { cat said; exit 1; }
awk '$1 < 120 { print "only " $1 " rules"; exit 1 } /: all well$/ { print "all well" }' said
awk '
function done() {
	if (rule == "" || rule == "defaults")
		return
	if (set !~ /(^| )category=[a-z]+/)
		print FILENAME ": " rule ": no category"
	if (set !~ / severity=(emerg|alert|crit|err|warning|notice|info|debug)( |$)/)
		print FILENAME ": " rule ": no severity"
	if (set ~ / priority=/ && set !~ / priority=[1-4]( |$)/)
		print FILENAME ": " rule ": priority"
	if (set ~ / priority=/ && set ~ /severity=(info|debug)/)
		print FILENAME ": " rule ": a fault that is only information"
}
FNR == 1 {
	done()
	rule = defaults = set = ""
	if (!/^# [^ ]/)
		print FILENAME ": does not say what it knows"
}
/^\[/ { done(); rule = substr($0, 2, length($0) - 2); set = defaults }
/^set = / && rule == "defaults" { defaults = " " substr($0, 7) }
/^set = / && rule != "defaults" { set = set " " substr($0, 7) }
END { done() }
' "$ETC"/rules/*.rules

# Every category that a rule sets is explained, and every file is listed.
sed -n 's/^set = .*category=\([a-z]*\).*/\1/p' "$ETC"/rules/*.rules | sort -u | while read -r c; do
	grep -q "^| .$c. | [a-z]" "$ETC/rules/README.md" || echo "category $c is not explained"
done
for f in "$ETC"/rules/*.rules; do
	f=${f##*/}
	grep -q "^| .${f%.rules}. | " "$ETC/rules/README.md" || echo "$f is not listed"
done
