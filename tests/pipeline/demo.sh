# The demo works, and works again, and each of its three commands does.
for _ in first second; do
	DEMO_OUT=$PWD/demo-out "$TOP/demo" >said
	grep -o 'archive verify says: .*\|gives the same bytes\|read again .* new lines\|7 of them ok\|[0-9]* lost, [0-9]* doubled' said
	accounted=$(grep '^  accounted' said)
	echo "$accounted" | awk '{ print($2 != "0" && $2 == $4 ? "all accounted for" : $0) }'
done
[ -s demo-out/report.html ] && [ -s demo-out/report.txt ]
# as they are printed, from a directory where build and etc are
ln -s "$B" build
ln -s "$ETC" etc
sed -n '/^Three to try next/,$p' said | sed 1d >commands
sh -eu commands >tried
grep -o '"clock":"resolution".*"due":"[^"]*"' tried
