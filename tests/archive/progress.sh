# seconds: 120
# Long work says on a terminal how far it is; nowhere else, and without a trace when it is done.
. "$TOP/archive/helpers"
command -v script >/dev/null || { echo "script(1) is not installed"; exit 77; }
unset NO_COLOR
awk -v n=900 -f "$TOP/archive/records.awk" >in
cat >c.conf <<'X'
[class log]
keep = 6month
X
archive init -c c.conf d
archive append --commit 60s --commit 4K --segment 16K d <in
archive seal d
esc=$(printf '\033')
# terminal COMMAND: what a terminal shows of it, its control characters as ^M and ^[
terminal() { script -qec "$1" /dev/null </dev/null | cat -v; }
said() { # verb command
	terminal "$2" >shown
	verb=$1
	grep -q "\^M$verb: 0 of [0-9]* \(bytes\|kB\)^\[\[K" shown || { echo "$verb says nothing:"; cat shown; }
	# what is left of it: nothing of the line
	sed 's/.*\^\[\[K//' shown | grep "$verb: [0-9]* of" && echo "$verb leaves a line"
	NO_COLOR=1 terminal "$2" >shown
	! grep -q '\^\[' shown || { echo "$verb colours"; cat shown; }
	# through a pipe: nothing
	sh -c "$2" 2>&1 >/dev/null </dev/null | cat -v >shown
	! grep "$verb: [0-9]* of" shown || echo "$verb speaks to a pipe"
	echo "$verb"
}
said verify 'archive verify -q d'
said count 'archive top -n 1 d'
said count 'archive diff 2026-11-21 2026-11-22 d'
said cat 'archive cat d >out'
said cat 'archive cat --reverse d >out'
said grep 'archive grep -c disk d >out'
said export 'rm -rf o; archive export --to o d'
said attest 'archive attest d >out'
said clean-list 'archive clean-list d'
said du 'archive du --by day d'
said copy 'rm -rf e; archive copy d e'
said compare 'archive compare d e'
said parity 'rm -f d/*.parity; archive parity d'
said repair 'archive repair d'
said redact 'archive redact --where ".off == 70" --order 1 --by me --why test d'
said prune 'archive prune --now 2027-08-01T00:00:00Z --copy e d'
said restore 'rm -rf r r.*; archive restore --approval 1 --by me --why test --yes e r'
said compact 'rm -rf h; cp -r d h; archive compact --block 64K h'
# what is seen itself needs none, and what goes on to a program neither
terminal 'archive cat d' | grep -c 'cat: [0-9]' || :
terminal 'archive cat d | wc -l' | grep -c 'cat: [0-9]' || :
# a message stands alone in its line
flip d/0000000003.zst 100
terminal 'archive verify -q d' | sed 's/.*\^\[\[K//' | sed -n 's/\^M$//p' | grep '^archive: ' | head -n 1
