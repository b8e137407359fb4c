# Short and interrupted reads and writes change nothing.
"$TOP/logclassify/helpers" small >r.rules
awk 'BEGIN { for (i = 1; i <= 20000; i++) print "{\"type\":\"log\",\"off\":" i ",\"msg\":\"" \
	(i % 3 ? "Failed x for u" i " from 192.0.2.1 port 9" : "line") " " i "\"}" }' >in
logclassify -F -r r.rules <in >want
wc -l <want
for fault in short eintr short,eintr; do
	"$TOP/fault/with" $fault logclassify -F -r r.rules <in | cmp - want && echo "$fault"
done
