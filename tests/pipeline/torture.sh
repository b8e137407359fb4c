# Whatever happens to a file: each line is in the archive once, in order, with nothing but a pipe
# between logtail and archive.  Each scenario is one of tests/tools/torture.c, which counts.
# seconds: 300
torture=$B/tests/tools/torture
for scenario in $("$torture" list .); do
	mkdir "$scenario"
	"$torture" "$scenario" "$scenario" 2>said || cat said "$scenario/err" >&2
	rm -rf "$scenario"
done
# The controls: where nothing is remembered from one run to the next the same must fail.
for scenario in stopped-once stopped-copies; do
	mkdir "$scenario"
	"$torture" -c "$scenario" "$scenario" 2>said || :
done
