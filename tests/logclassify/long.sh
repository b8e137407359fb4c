# A line over the limit is skipped; one just below it is matched to its end.
"$TOP/logclassify/helpers" small >r.rules
awk 'BEGIN { while (length(s) < 1048000) s = s "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	print "{\"type\":\"log\",\"msg\":\"" s " timeout\"}"
	print "{\"type\":\"log\",\"msg\":\"" s s "\"}"
	print "{\"type\":\"log\",\"msg\":\"short timeout\"}" }' | logclassify -F -r r.rules >out && rc=0 || rc=$?
echo "status $rc"
jq -c '[.rule, .fp, (.msg | length)]' out
