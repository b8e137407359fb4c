# seconds: 300
# Which bytes of which sources are there, what is missing and why.
log() { printf '{"time":"2026-11-2%sT00:00:00Z","type":"log","host":"a","path":"%s","fid":"%s","off":%s,"end":%s,"msg":"m%s"}\n' "$1" "$2" "$3" "$4" "$5" "$4"; }
{
	log 1 x.log f1 0 10
	log 1 x.log f1 10 20
	log 1 y.log f2 100 110
	echo '{"time":"2026-11-21T00:00:00Z","type":"gap","host":"a","path":"x.log","fid":"f1","off":20,"bytes":30,"reason":"rotated away"}'
	log 1 x.log f1 50 60
	log 1 y.log f2 110 120
	log 2 y.log f2 125 130
	log 2 x.log f1 60 70
	log 2 x.log f1 70 80
	log 2 x.log f1 80 90
	echo '{"time":"2026-11-22T00:00:00Z","type":"gap","host":"a","path":"x.log","fid":"f1","off":90,"bytes":5,"reason":"truncated"}'
	# it was stored after all
	echo '{"time":"2026-11-22T00:00:00Z","type":"gap","host":"a","path":"x.log","fid":"f1","off":10,"bytes":5,"reason":"a false alarm"}'
	echo '{"time":"2026-11-22T00:00:00Z","type":"gap","host":"a","path":"z.sock","messages":7,"reason":"buffer full"}'
} >in
attest() { archive attest --by me --now 2026-11-23T00:00:00Z "$@" | sed 's/"archive":"[0-9a-f]*"/"archive":"..."/'; }
archive append d <in
archive seal d
archive attest d >/dev/null || echo "missing $?"
attest d
echo "one day"
attest --since 2026-11-22 d
archive redact --yes --seq 9 --order 7 --by me --why w d >/dev/null
echo "redacted"
attest d | grep redacted
# nothing is missing
head -n 3 in | archive append e
archive attest e >/dev/null && echo whole
# signed, and checked
archive key k >/dev/null
archive attest --key k e >s
archive check-proof --key k.pub s
archive check-proof s || echo "no key $?"
PATH=$B/tests/tools:$PATH
flip 1 s -- archive check-proof --key k.pub s | sed 's/^[0-9]* //'
# what is damaged is no ground for a statement
cp -r d x
dd if=/dev/zero of=x/0000000001.zst bs=1 seek=60 count=9 conv=notrunc status=none
archive attest x | grep -c '"read":"damaged"'
archive attest x >/dev/null 2>&1 || echo "damaged $?"
