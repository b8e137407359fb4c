# With strict classes a record of none of them is refused, and what is stored stays as it was.
cat >c.conf <<'X'
[archive]
strict = yes
[class orders]
where = .system == "orders"
keep = 6month
X
archive init -c c.conf d
r() { printf '{"time":"2026-11-21T00:00:0%sZ","type":"log","system":"%s","fid":"f","off":%s,"msg":"%s"}\n' $1 $2 $1 $2; }
{ r 1 orders; r 2 mail; r 3 orders; echo '{"type":"tick"}'; r 4 mail; echo '{"msg":"of nobody"}'; } >in
archive append --pass d <in | jq -r '[.type, .system, .seq] | @tsv' || :
archive append d <in || echo "status $?"
archive cat d | jq -r .system
archive seal d
archive verify d | sed 's/, chain.*//'
# the positions of what was refused are no positions of what is here
archive positions d | jq -r .off
grep -o '"classes":.*\]' d/manifest
# without it, others are taken: they have no period
sed -i '/strict/d' c.conf
archive init -c c.conf e
archive append e <in
archive cat e | wc -l
# what a contract ships: packages of upgrades are history, and stay
archive init -c "$ETC/archives/procuratorate.conf" p
{ echo '{"time":"2020-01-01T00:00:00Z","type":"form","kind":"upgrade-package","version":"3.1","sha256":{"a.zip":"c0ff"}}'
echo '{"time":"2020-01-01T00:00:00Z","type":"log","kind":"app","msg":"x"}'; } | archive append p
archive seal p
archive prune p
