# seconds: 300
# Between any two steps of a reader a writer adds, seals, and goes on: the reader gives the start of
# what is there in the end, no less than was there before, and has nothing to complain of.
awk -v n=24 -f "$TOP/archive/records.awk" >in
head -n 4 in | archive append base
archive seal base
head -n 8 in | archive append base 2>/dev/null
head -n 12 in | archive append base 2>/dev/null
add='archive append d <in' seal='archive seal d' some='head -n 16 in | archive append d'
step=1
[ -z "$SAN" ] || step=4
export FAULT_HIT=hit FAULT_MEANWHILE
for FAULT_MEANWHILE in "$some" "$add" "$seal" "$some; $seal" "$some; $seal; $add" \
	"$seal; $some; $seal; $add; $seal"; do
	for cmd in cat 'cat --seq' 'grep line' verify positions ls; do
		n=1
		while
			rm -rf d hit
			cp -r base d
			"$TOP/fault/with" meanwhile=$n archive $cmd d >got 2>err && rc=0 || rc=$?
			[ -e hit ]
		do
			sed -i '/repeats left out$/d' err	# the writer's
			{ [ $rc = 0 ] && [ ! -s err ]; } || { echo "$cmd, $n, $FAULT_MEANWHILE: $rc"; cat err; }
			case $cmd in
			cat*|grep*)
				sed 's/,"seq":[0-9]*}$/}/' got >records
				{ cmp -s -n "$(wc -c <records)" records in && [ "$(wc -l <records)" -ge 12 ]; } ||
					{ echo "$cmd, $n, $FAULT_MEANWHILE: other records:"
					awk 'NR == FNR { n[$0] = FNR; next } { printf " %s", n[$0] } END { print "" }' in records; } ;;
			positions)
				[ "$(sed 's/.*"off":\([0-9]*\).*/\1/' got)" -ge 120 ] || { echo "$n: back"; cat got; } ;;
			esac
			n=$((n + step))
		done
		[ $n -gt 2 ] || echo "$cmd: nothing was tried"
	done
done
echo done
