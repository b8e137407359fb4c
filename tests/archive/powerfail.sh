# seconds: 300
# The power fails: whatever of the changes since the last sync is on disk, in whatever order, the
# archive opens and holds each record that was passed on.  The log is one of several runs, two of
# them killed, so that a run also relies on what another left.
PATH=$B/tests/tools:$PATH
states=500 some=60
[ -z "$SAN" ] || states=60 some=30
awk -v n=150 -f "$TOP/archive/records.awk" >in
record() { "$TOP/fault/record" log d "$@"; }
append='archive append --pass --commit 60s --commit 1K --segment 4K d/'
runs() {
	rm -rf d log
	{ WRITELOG_KILL=1 record $append <in || :; } >passed 2>/dev/null
	head -n 40 in | record $append
	head -n 70 in | { WRITELOG_KILL=18 record $append || :; } 2>/dev/null
	head -n 60 in | record $append
	record archive seal d
	record archive append --pass --commit 60s --commit 8K d <in
} >>passed 2>>err
work=$(mktemp -d /dev/shm/afterlife.XXXXXX 2>/dev/null) || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs
# the counts depend on the build
afterlife -n $states -s 1 -r "$B/writelog.so" -e d log in "$work" 2>err || cat err
# controls: a program that leaves out one of its syncs is caught
for lose in fdatasync fsync dirsync; do
	export WRITELOG_LOSE=$lose
	runs
	unset WRITELOG_LOSE
	afterlife -n $some -s 1 -e d log in "$work" 2>err | sed -n "\$s/^/without $lose: /p"
done
