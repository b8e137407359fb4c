# The forms of etc/contracts/README.md do what they say, as they are printed there; and its table
# names cases that are there, and every item of the archive.
command -v jq >/dev/null || { echo "jq is not installed"; exit 77; }
page=$ETC/contracts/README.md
rec() { printf '{"time":"%s","type":"form","kind":"%s",%s}\n' "$@"; }
echo 'program 1.9' >orders-1.9.tar
{
rec 2026-11-01T08:00:00+08:00 config '"ci":"db1","by":"li","value":"buffers 1G"'
rec 2026-11-02T08:00:00+08:00 config '"ci":"web1","by":"li","value":"workers 4"'
rec 2026-11-10T11:59:59+08:00 config '"ci":"db1","by":"wang","value":"buffers 2G"'
rec 2026-11-10T12:00:00+08:00 config '"ci":"db1","by":"li","value":"buffers 4G"'
rec 2026-11-03T20:00:00+08:00 release '"system":"orders","version":"1.9","report":"T-41","signed":"li, zhao"'
rec 2026-11-05T20:00:00+08:00 release '"system":"mail","version":"7","report":"T-42","signed":"li"'
rec 2026-11-17T20:00:00+08:00 release '"system":"orders","version":"2.0","report":"T-44","signed":"wang, zhao"'
rec 2026-11-17T19:00:00+08:00 program '"system":"orders","version":"1.9","before":"C-7","file":"orders-1.9.tar","sha256":"'"$(sha256sum <orders-1.9.tar | cut -d ' ' -f 1)"'"'
rec 2026-11-20T02:00:00+08:00 backup '"system":"orders","medium":"B-3","result":"ok"'
rec 2026-11-21T09:00:00+08:00 inspection '"system":"orders","title":"daily inspection"'
for i in 1 2 3 4 5; do echo '{"time":"2026-11-2'$i'T09:00:00+08:00","type":"log","system":"orders","kind":"app","severity":"err","msg":"failed"}'; done
echo '{"time":"2026-11-22T09:00:00+08:00","type":"log","system":"orders","kind":"app","severity":"info","msg":"fine"}'
} >in
mkdir volumes drill ours
archive append store <in
# late for its month
late() { rec 2026-11-30T09:00:00+08:00 performance '"system":"orders","title":"load of November"' | archive append store; }
awk '/^```sh$/ { on = 1; n++; print "echo \"# " n "\""; next } /^```$/ { on = 0 } on {
	if (/2026-11.late/) print "late"; print }' "$page" >forms
. ./forms 2>&1 | sed 's/[0-9a-f]\{16\}/ID/g; s/written, [0-9]* bytes/written, N bytes/'
ls ours
# the table
sed -n '/^## The archive/,/^### Forms/s/^| .* | \(.*\) |$/\1/p' "$page" | grep -o '`[a-z]*/[a-z_-]*`' | tr -d '`' | sort -u >named
[ "$(wc -l <named)" -gt 20 ] || echo "the table cannot be read"
while read -r t; do
	[ -f "$TOP/$t.sh" ] || [ -f "$TOP/$t.c" ] || echo "there is no $t"
done <named
want() { seq -f "$1-%.0f" "$2" "$3"; }
{ want 000 117 136; want 001 87 99; want 002 117 130; want 003 106 114; want 004 92 102; } | while read -r item; do
	sed -n '/^## The archive/,/^### Forms/p' "$page" | grep -q -e "$item,\|$item)" || echo "item $item is not in the table"
done
