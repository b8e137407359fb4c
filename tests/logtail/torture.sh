# Whatever happens to a file: each line comes out once, in order, with a state file alone.  The
# scenarios are those of tests/tools/rotations.c and hazards.c, which count the lines.
# seconds: 300
run() {	# program options... scenario
	program=$1
	shift
	mkdir w
	"$B/tests/tools/$program" -S "$@" w 2>said >out || cat said w/err >&2
	# whether an inode is used again is for the file system to say: then there is nothing to see
	grep -vx -e 'reborn: 6000 lines, 0 lost, 0 doubled, 0 out of order, 0 wrong' \
		-e 'this file system does not use inodes again' out || :
	rm -rf w
}
for tool in rotations hazards; do
	for scenario in $("$B/tests/tools/$tool" list .); do
		run $tool "$scenario"
	done
done
# The controls: where nothing is remembered from one run to the next the same must fail.
run rotations -c stopped-once
run rotations -c stopped-copies
run hazards -c killed
