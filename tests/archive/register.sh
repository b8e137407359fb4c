# The register of access goes along with a copy, and on after a restoration, which leaves a line, too.
. "$TOP/archive/helpers"
printf '[class all]\nkeep = 6month\naccess = yes\n' >c.conf
lines() { archive access "$1" | jq -r '[.type, .by, .why] | map(. // "-") | join(" ")'; }
restore() { archive restore --yes --approval 9 --by mi --why drill "$@" | wc -l; }
archive init -c c.conf d
awk -v n=100 -f "$TOP/archive/records.awk" | archive append d
archive seal d
archive cat --by al --reason one d >/dev/null
archive copy --by me d e >/dev/null
cmp d/access e/access
stat -c %a e/access
archive copy --by me d e >/dev/null
echo "# what was read since the copy is kept"
archive grep --by bo --reason two -c line d
restore e d
lines d
echo "# and goes to the copy"
archive copy --by me d e >/dev/null
cmp d/access e/access
echo "# where nothing is left it is that of the copy"
rm -rf d d.saved*
restore e d
lines d | tail -n 2
echo "# a register that is damaged: its sound beginning"
cp -r d f
flip f/access $(($(wc -c <f/access) - 20))
rm -rf g
archive copy --by me f g >/dev/null
lines g | tail -n 1
archive access g >/dev/null && echo sound
echo "# a copy that was read on its own keeps what it has"
archive cat --by cy --reason three e >/dev/null
archive cat --by al --reason four d >/dev/null
cp e/access was
archive copy --by me d e >/dev/null
cmp e/access was
echo "# no class asks for it: none"
awk -v n=9 -f "$TOP/archive/records.awk" | archive append n
archive copy n o >/dev/null
restore o n
ls n o | grep access || echo none
