# -n where a character has two bytes or four, one of which may be that of a line feed.
. "$TOP/logtail/helpers"
for e in UTF-16LE UTF-16BE UTF-32LE UTF-32BE; do
	printf 'a\nb\n\340\250\212\344\270\212\nc\n' | iconv -f UTF-8 -t $e >f
	for n in 1 2 3; do
		echo "$e -n $n"
		logtail -e $e -n $n f | texts
	done
done
