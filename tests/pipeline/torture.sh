# Whatever happens to a file: each line is in the archive once, in order, with nothing but a pipe
# between logtail and archive.  The scenarios are those of tests/tools/rotations.c and hazards.c,
# which count the lines.
# seconds: 300
run() {	# program scenario options
	mkdir w
	# shellcheck disable=SC2086
	"$B/tests/tools/$1" $3 "$2" w 2>said || cat said w/err >&2
	rm -rf w
}
for program in rotations hazards; do
	for scenario in $("$B/tests/tools/$program" list .); do
		run $program "$scenario"
	done
done
# The controls: where nothing is remembered from one run to the next the same must fail.
run rotations stopped-once -c
run rotations stopped-copies -c
