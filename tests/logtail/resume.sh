# --resume goes on where the archive ends; it runs "archive positions", here a stand-in
# that gives back the source records of the run before.
. "$TOP/logtail/helpers"
mkdir bin store
cat >bin/archive <<'END'
#!/bin/sh
[ "$1 $2 $3" = "positions -- store" ] && cat store/positions
END
chmod +x bin/archive
PATH=$PWD/bin:$PATH
run() {
	echo "- $1"
	logtail -H h --resume store f >got && rc=0 || rc=$?
	[ $rc = 0 ] || echo "status $rc"
	texts <got
	grep '"type":"source"' got >>store/all || :
	# the latest of each fid
	awk '{ match($0, /"fid":"[0-9a-f]*"/); f = substr($0, RSTART, RLENGTH); if (!(f in at)) o[++n] = f
		at[f] = $0; last[f] = NR }
		END { for (i = 1; i <= n; i++) print last[o[i]] "\t" at[o[i]] }' store/all | sort -n |
		cut -f 2- >store/positions
}
: >store/positions
echo 1 >f
run "the first time"
run "nothing new"
echo 2 >>f
run "it grew"
echo 3 >>f; mv f f.1; echo 4 >f
run "rotated once"
echo 5 >>f; mv f.1 f.2; mv f f.1; echo 6 >f
mv f.2 f.3; mv f.1 f.2; mv f f.1; echo 7 >f
mv f.3 f.4; mv f.2 f.3; mv f.1 f.2; mv f f.1; echo 8 >f
run "rotated three times"
cp f f.copy; : >f; echo nine >f
run "truncated and written anew"
echo 10 >>f; mv f f-20261120; echo 11 >f
run "a date in its name"
echo 12 >>f; cp f f.1; : >f; echo thirteen >f
run "copied and truncated"
printf 14 >>f
run "half a line"
printf '\n15\n' >>f
run "its end"
rm f; echo 16 >f
run "deleted and new"
run "nothing new"
: >store/all; : >store/positions
echo 17 >>f
run "an archive that knows nothing: what was rotated away comes first"
