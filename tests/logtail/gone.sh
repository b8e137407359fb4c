# What was not read of a file that is gone is told, also when the file in its place had no line yet.
. "$TOP/logtail/helpers"
echo ready >ready
for part in '' 'ad'; do
	printf 'a\nb\nc\n' >f
	logtail -H h --tick 0 --state state f | texts
	printf 'd\ne\n' >>f
	rm f
	printf '%s' "$part" >f
	follow --state state f ready
	lines 1
	printf 'x\ny\n' >>f
	lines 3
	stop
	grep '"type":"gap"' got | sed 's/.*"off":/"off":/'
	rm f state
done
