# verify tells the manifest what it found, where it is told to: who looked, when, why, and the root.
. "$TOP/archive/helpers"
awk -v n=300 -f "$TOP/archive/records.awk" >in
archive append --commit 60s --commit 4K --segment 16K d <in
plain() { tail -n 1 d/manifest | jq -c 'del(.hash, .root)'; }
lines=$(wc -l <d/manifest)
archive verify -q d
[ "$(wc -l <d/manifest)" = "$lines" ] && echo "nothing is told"
archive verify -q --by auditor --why 'end of month' --now 2026-11-30T12:00:00Z d
plain
archive key k >/dev/null
archive checkpoint --no-seal --key k d | sed -n 3p | base64 -d | od -An -v -tx1 | tr -d ' \n' >root
[ "$(jq -r 'select(.type == "verify") | .root' d/manifest)" = "$(cat root)" ] && echo "the root is that of a checkpoint"
flip d/0000000001.zst 100
archive verify -q --why 'a disk failed' --by ops --now 2026-12-01T12:00:00Z d || echo "verify $?"
plain
flip d/0000000001.zst 100
archive verify d | sed 's/, chain.*//'
# a line that cannot be written is said
mv d/manifest m && mkdir d/manifest
archive verify -q --by me d || echo "verify $?"
