# What grep(1) has not: systems and kinds, names of segments, colours, numbers, an explanation.
{
	echo '{"time":"2026-11-20T10:00:00Z","system":"orders","kind":"app","msg":"disk full, disk gone"}'
	echo '{"time":"2026-11-20T11:00:00Z","system":"orders","kind":"db","msg":"quiet"}'
	echo '{"time":"2026-11-21T10:00:00Z","system":"mail","kind":"app","msg":"disk full"}'
} >in
while read -r line; do
	echo "$line" | archive append d
	archive seal d
done <in
try() {
	echo "# $*"
	archive grep "$@" || echo "status $?"
}
try -s orders disk d
try -s orders -s mail -k app -c disk d
try -k db -c . d
try -s nobody disk d
try -l disk d
try -l -v disk d
try -o --seq 'disk \w+' d
try -o --field msg 'g.*' d
try --color=always -F disk d | tr '\033' E
try --color=always --seq -m 1 'f.ll' d | tr '\033' E
try --color=always -v disk d
NO_COLOR=1 try --color -c disk d
try -q disk d
try -q nothing d
try --explain --since 2026-11-21 -F 'not there' d
try --explain -c disk d
try --color=maybe x d
try -C 1001 x d
try -m -1 x d
try -B x d
archive cat -k app -s mail d
