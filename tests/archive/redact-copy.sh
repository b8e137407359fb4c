# What was taken out of an archive goes from its copy, too, and until then the copy is not equal.
order='--order 7 --by me --why request'
awk -v n=900 -f "$TOP/archive/records.awk" >in
sed -i '300s/"msg":"[^"]*"/"msg":"Wang"/; 310s/"msg":"[^"]*"/"msg":"Wang again"/; 700s/"msg":"[^"]*"/"msg":"Li, not Wang"/' in
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
copy() { archive copy d e | sed 's/, [0-9]* bytes$//'; }
found() { for f in e/*; do { cat "$f"; zstd -q -dc "$f" 2>/dev/null || :; } | grep -a -c Wang || :; done | awk '{ n += $1 } END { print n + 0 }'; }
copy
found
# hot here and there
archive redact --yes --seq 300 $order d >/dev/null
archive compare d e || echo "status $?"
copy
archive compare d e
found
# cold here, hot there
archive compact --block 64K d >/dev/null
archive compare d e
archive redact --yes --seq 310 $order d >/dev/null
archive compare d e || echo "status $?"
ls e | sed 's/.*\.//' | sort | uniq -c | sed 's/^ *//'
copy
archive compare d e
ls e | sed 's/.*\.//' | sort | uniq -c | sed 's/^ *//'
# cold here and there
archive redact --yes --seq 700 $order d >/dev/null
copy
copy
archive compare d e
found
archive verify e | sed 's/, chain.*//'
archive cat d >all
archive cat e | cmp - all
# restored, it is not there either
archive restore --yes --approval 1 --by me --why test e r >/dev/null
archive verify r | sed 's/, chain.*//'
