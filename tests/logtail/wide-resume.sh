# An empty line right behind the place where it goes on is a line, whatever the bytes of a character.
. "$TOP/logtail/helpers"
for e in UTF-16LE UTF-16BE GB18030; do
	rm -f s f
	printf 'a\n' | iconv -f UTF-8 -t $e >f
	logtail -e $e --state s f | texts
	printf '\nb\n' | iconv -f UTF-8 -t $e >>f
	logtail -e $e --state s f | logs | sed 's/.*"off"/"off"/; s/"time[^m]*//'
done
