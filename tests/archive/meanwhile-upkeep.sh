# seconds: 600
# Between any two steps of compact, prune and redact others read, and between any two steps of a reader
# these do all that they do: grep and cat are right, and complain of nothing.  Here each second step;
# UPKEEP_STEP=1 tries all.
work=$(mktemp -d /dev/shm/upkeep.XXXXXX 2>/dev/null) || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk -v n=700 -f "$TOP/archive/records.awk" | sed '1,200s/"time":"2026/"time":"2019/' >in
printf '[class all]\nkeep = 6month\n' >c.conf
archive init -c c.conf base
for part in 1,200p 201,700p; do
	sed -n $part in | archive append --commit 60s --commit 4K --segment 8K base
	archive seal base
done
echo '{"type":"log","msg":"disk is full at last"}' >>in
tail -n 1 in | archive append base
sed 1,200d in >kept
n=$(grep -c 'disk is full' in) k=$(grep -c 'disk is full' kept)
step=${UPKEEP_STEP:-2}
[ -z "$SAN" ] || step=5
deed='--by me --why test'
export FAULT_HIT=hit FAULT_MEANWHILE
bad=0
wrong() { bad=$((bad + 1)); echo "$*"; grep '^archive:' err | head -n 2; }

# all of what is there, or less only of the start, which expired meanwhile
part_of() {	# FILE ALL KEPT: in order, nothing else, and at least what is kept
	tail -n "$(wc -l <"$3")" "$1" | cmp -s - "$3" || return 1
	head -n $(($(wc -l <"$1") - $(wc -l <"$3"))) "$1" >start
	awk 'NR == FNR { at[$0] = FNR; next } !($0 in at) || at[$0] <= last { exit 1 } { last = at[$0] }' "$2" start
}
# the reader is the one that is stopped
reads() {	# what others do, what must come out at least, the number of it
	FAULT_MEANWHILE=$1
	for cmd in 'cat --threads 1' 'cat --threads 2' 'cat --reverse' 'grep --threads 1 -F disk' 'grep -c is.full' \
		'grep -v -c -F disk' verify; do
		i=1
		while
			rm -rf d hit
			cp -r base d
			"$TOP/fault/with" meanwhile=$i archive $cmd d >got 2>err && rc=0 || rc=$?
			[ -e hit ]
		do
			[ $rc = 0 ] || wrong "$cmd, $i, $1: $rc"
			! grep '^archive:' err >said || wrong "$cmd, $i, $1: it complains"
			case $cmd in
			'cat --reverse') tac got >straight; part_of straight in "$2" || wrong "$cmd, $i, $1" ;;
			cat*) part_of got in "$2" || wrong "$cmd, $i, $1" ;;
			*-v*) m=$(cat got); [ "$m" -le $((701 - n)) ] && [ "$m" -ge $(($(wc -l <"$2") - $3)) ] || wrong "$cmd, $i, $1: $m" ;;
			*-c*) m=$(cat got); [ "$m" -le "$n" ] && [ "$m" -ge "$3" ] || wrong "$cmd, $i, $1: $m" ;;
			grep*) grep disk in >some; grep disk "$2" >least; part_of got some least || wrong "$cmd, $i, $1" ;;
			esac
			i=$((i + step))
		done
		[ $i -gt 5 ] || wrong "$cmd: nothing was tried"
	done
}
compact="archive compact --level 1 --block 64K d" prune="archive prune --yes $deed d" redact="archive redact --yes --seq 300 --order 7 $deed d"
reads "$compact" in "$n"
reads "$prune" kept "$k"
reads "$compact; $prune" kept "$k"
reads "$prune; $compact" kept "$k"
echo "readers: each step"

# the command that changes what is sealed is stopped
cat >look.sh <<'X2'
archive cat d >got
archive grep -F disk d >lines
archive grep -c -F disk d >count
archive grep -v -c -F disk d >others
archive verify -q d
X2
changes() {	# command, what is there in the end, or what must be there at least
	FAULT_MEANWHILE='sh look.sh'
	i=1
	while
		rm -rf d hit got
		cp -r $from d
		"$TOP/fault/with" meanwhile=$i $1 >/dev/null 2>err && rc=0 || rc=$?
		[ -e hit ]
	do
		[ $rc = 0 ] || wrong "$1, $i: $rc"
		! grep -q '^archive:' err || wrong "$1, $i: readers complain"
		sed '/^{"type":"redacted"/d' got >left
		cmp -s left "$2" || part_of left in "$3" || wrong "$1, $i: cat"
		grep disk got | cmp -s - lines || wrong "$1, $i: grep"
		[ "$(wc -l <lines)" = "$(cat count)" ] || wrong "$1, $i: count $(cat count)"
		[ $(($(cat count) + $(cat others))) = "$(wc -l <got)" ] || wrong "$1, $i: others $(cat others)"
		i=$((i + step))
	done
	[ $i -gt 20 ] || wrong "$1: nothing was tried"
}
from=base
changes "$compact" in in
changes "$prune" kept kept
grep -v 'line 299 ' in >rest
changes "$redact" rest in
rm -rf cold
cp -r base cold
sed 's/ d$/ cold/' <<X2 | sh >/dev/null
$compact
X2
from=cold
changes "$prune" kept kept
changes "$redact" rest in
echo "changes: each step"
echo "$bad wrong"
# control: a reader of files that go away meanwhile is found out
FAULT_MEANWHILE='rm d/0000000003.zst'
rm -rf d && cp -r base d
"$TOP/fault/with" meanwhile=3 archive cat d >got 2>err && rc=0 || rc=$?
part_of got in in || echo "seen: $rc"
