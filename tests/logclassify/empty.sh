# No input at all, and no rules at all.
"$TOP/logclassify/helpers" small >r.rules
logclassify -r r.rules </dev/null
logclassify -r /dev/null </dev/null
echo '{"type":"log","msg":"x"}' | logclassify -r /dev/null
: >e.rules
logclassify -n -r e.rules
