# Whatever happens to a file: each line comes out once, in order, with a state file alone.  The
# scenarios are those of tests/tools/rotations.c and hazards.c, which count the lines.
# seconds: 300
run() {	# program scenario options
	mkdir w
	"$B/tests/tools/$1" -S $3 "$2" w 2>said || cat said w/err >&2
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
run hazards killed -c
