# Classes: what is wrong in their file is said, and less than the law asks is refused.
init() { rm -rf d; archive init "$@" d || echo "status $?"; }
try() { cat >c.conf; init -c c.conf; }
try <<'X'
[class short]
keep = 5month
X
try <<'X'
[class short]
keep = 180d
X
try <<'X'
[class]
keep = 6month
[class a]
keep = soon
[class b]
where = .a ==
keep = 1year
[class c]
keep = 1year
hours = 25:00-26:00
[class d]
keep = 1year
colour = red
[archive]
zone = Nowhere/Else
[thing]
X
init --min-keep 5month
init --min-keep soon
cat >c.conf <<'X'
[class a]
keep = 2year
X
init --min-keep 3year -c c.conf
init -c nowhere.conf
init --min-keep 2year -c c.conf
sed 's/.*\("min_keep.*\),"prev".*/\1/' d/manifest
for f in "$ETC"/archives/*.conf; do init -c "$f"; done
ls -d d
stat -c '%a %n' d d/manifest d/*.tail
# nothing says how long: it stays
rm -rf d
echo '{"time":"2019-01-01T00:00:00Z"}' | archive append d
archive seal d
archive prune --now 2026-01-01T00:00:00Z d
archive prune --approval '' d || echo "status $?"
archive hold --by me d || echo "status $?"
archive hold --by me --why x d || echo "status $?"
archive hold --release 1 --segments 1 --by me --why x d || echo "status $?"
archive hold --segments 3-1 --by me --why x d || echo "status $?"
