# A file had but a part of a line, or nothing, when it was opened: what came after that and was
# copied and cut off before it was read is looked for in the copy, though the next one begins so.
. "$TOP/logtail/helpers"
echo ready >ready
for part in '' '2026-11-2'; do
	printf '%s' "$part" >f
	follow --state state f ready
	lines 1
	kill -STOP $follower
	[ -n "$part" ] || printf '2026-11-2' >>f
	printf '5 line 1\n2026-11-25 line 2\n' >>f
	cp f f.1
	printf '2026-11-25 line 3\n' >f
	kill -CONT $follower
	lines 4
	stop
	grep '"type":"gap"' got || :
	rm f f.1 state
done
