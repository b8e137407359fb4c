# One pass over all rules gives what trying every rule in order gives: on the rules' own lines, on
# lines made from them, on real logs.
# seconds: 200
sed -n 's/^\(yes\|no\) *= *//p' "$ETC"/rules/*.rules >own
{ cat own; LC_ALL=C awk -v n=10000 -v seed=7 -f "$TOP/tools/mutate.awk" own
cat "$TOP"/data/*.log; } | iconv -c -f UTF-8 -t UTF-8 | jq -cR '{type: "log", kind: (if length % 3 == 0 then "db" else "os" end), msg: .}' >in
"$B/tests/tools/first_rule" "$ETC/rules" <in >want
logclassify -r "$ETC/rules" <in | jq -r '.rule // "-"' >got
cmp want got && echo same
awk '$0 == "-" { no++ } $0 != "-" { yes++ } END { print (no > 500 && yes > 500) ? "both" : "too few" }' want
