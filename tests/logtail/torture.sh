# Whatever happens to a file: each line comes out once, in order, with a state file alone.  Each
# scenario is one of tests/tools/torture.c, which counts the lines.
# seconds: 300
torture=$B/tests/tools/torture
for scenario in $("$torture" list .); do
	mkdir "$scenario"
	"$torture" -S "$scenario" "$scenario" 2>said || cat said "$scenario/err" >&2
	rm -rf "$scenario"
done
# The controls: where nothing is remembered from one run to the next the same must fail.
for scenario in stopped-once stopped-copies killed; do
	mkdir "$scenario"
	"$torture" -c -S "$scenario" "$scenario" 2>said || :
done
