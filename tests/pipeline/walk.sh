# A random walk through all that may happen to a log and to those who follow it into an archive:
# see tests/tools/walk.c.  WALK_SEED=N repeats one that went wrong, WALK_STEPS=N walks further.
# seconds: 300
: "${WALK_SEED:=$(date +%s)}" "${WALK_STEPS:=$([ -z "$SAN" ] && echo 2000 || echo 300)}"
walk() {
	mkdir w
	"$B/tests/tools/walk" -s "$WALK_SEED" -n "$WALK_STEPS" "$@" w 2>said || cat said w/err >&2
	rm -rf w
}
walk
walk -d
