# logrotate(8) turns a log over by its usual configurations while it is written and followed: each
# line comes out once, in order.  The scenarios are those of tests/tools/logrotate.c.
# seconds: 300
command -v logrotate >/dev/null || { echo 'there is no logrotate'; exit 77; }
logrotate() {
	mkdir w
	"$B/tests/tools/logrotate" "$@" w 2>said | sed 's/: [0-9]* lines,/:/' || :
	grep '^#' said >&2 || :
	rm -rf w
}
for scenario in $("$B/tests/tools/logrotate" list .); do
	logrotate "$scenario"
	logrotate -S "$scenario"
done
