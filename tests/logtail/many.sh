# Thousands of files are followed with few descriptors and little memory; each line comes once.
# seconds: 300
many() {
	mkdir w
	"$B/tests/tools/many" "$@" w 2>said || cat said w/err >&2
	rm -rf w
}
n=10000
[ -z "$SAN" ] || n=1000
many -n $n -m 100 | sed "1s/^[0-9]* files, [0-9]* lines/many files/"
# a sanitizer needs memory of its own
if [ -z "$SAN" ]; then many -n 2000 -m 100 -k 10240; else many -n 2000 -m 100; echo 'memory: little'; fi
