# Between any two steps of logtail a rotator renames, compresses or copies: every line once, in order.
# seconds: 300
lines() {	# from to
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i <= b; i++) printf "2026-11-20 20:52:36.%03d INFO line %d of the log\n", i, i }'
}
lines 1 10 >a
lines 11 20 >b
lines 21 30 >c
lines 31 40 >more
made() {	# the first lines were read; two rotations since
	rm -rf d hit state
	mkdir d
	cat a >d/app.log
	logtail --state state d/app.log >got
	mv d/app.log d/app.log.2
	cat b >d/app.log.1
	cat c >d/app.log
	touch -d '2026-11-20' d		# nothing has changed in it for long
}
lines 1 40 | grep -o 'line [0-9]* ' >want40
lines 1 30 | grep -o 'line [0-9]* ' >want30
shift='mv d/app.log.2 d/app.log.3; mv d/app.log.1 d/app.log.2'
step=1
[ -z "$SAN" ] || step=4
export FAULT_HIT=hit FAULT_MEANWHILE
try() {	# what is wanted in the end
	n=1
	while
		made
		"$TOP/fault/with" meanwhile=$n logtail --state state d/app.log >>got 2>err && rc=0 || rc=$?
		[ -e hit ]
	do
		logtail --state state d/app.log >>got 2>>err || rc=$?
		grep -h -o 'line [0-9]* ' got >lines
		cmp -s lines "$1" && [ $rc = 0 ] && [ ! -s err ] && ! grep -q '"type":"gap"' got ||
			{ echo "$FAULT_MEANWHILE, before step $n: status $rc, lines $(tr -dc '0-9\n' <lines | tr '\n' ' ')"; cat err; }
		n=$((n + step))
	done
	[ $n -gt 20 ] || echo "too few steps: $n"
}
for FAULT_MEANWHILE in 'gzip d/app.log.1' 'gzip d/app.log.2' 'gzip d/app.log.1 d/app.log.2' "$shift" "$shift; gzip d/app.log.2"; do
	try want30
done
for FAULT_MEANWHILE in "$shift; mv d/app.log d/app.log.1; cp more d/app.log" \
	"$shift; mv d/app.log d/app.log.1; gzip d/app.log.1; cp more d/app.log" \
	"$shift; cp d/app.log d/app.log.1; cat more >d/app.log" \
	"$shift; cp d/app.log d/app.log.1; gzip d/app.log.1; cat more >d/app.log" \
	"gzip d/app.log.1; mv d/app.log.2 d/app.log.3; mv d/app.log.1.gz d/app.log.2.gz
	cp d/app.log d/app.log.1; cat more >d/app.log"; do	# which gets a known inode
	try want40
done
echo done
