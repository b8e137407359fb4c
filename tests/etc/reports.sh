# Every form is sound in each language, and every word is there in both.
for f in "$ETC"/reports/*.report "$ETC"/contracts/*/*.report; do
	for l in zh en both; do
		reportfmt -n -l $l -r "$f" || echo "$f $l"
	done
done
for l in zh en; do
	sed -n "/^\[words $l\]/,/^\[words /s/ = .*//p" "$ETC/reports/report.words" | sort >$l
done
diff zh en
