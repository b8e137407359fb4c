# Columns hold for characters of two columns, of none, and for such as take several code points.
i=0
for s in abc 统一业务系统 ｆｕｌｌ half가나다 'e\u0301a\u0308o' 'क्षि' '😀👍' 'ｶﾅ' 'カナ' '“quoted”…' 'a\u200bb' 'Ω≈ç' '①②'; do
	i=$((i + 1))
	printf '{"type":"log","system":"%s","severity":"info","rule":"r%s","msg":"%s %s %s %s"}\n' "$s" $i "$s" "$s" "$s" "$s"
done >in
sed 's/^rows = .*/rows = 100/' "$ETC/reports/daily.report" >w.report
cp "$ETC/reports/report.words" .
reportfmt -r ./w.report -l en --width 70 <in | sed -n '/^6\. /,/^7\. /p;/^9\. /,/^10\. /p'
