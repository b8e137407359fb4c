# Run by a timer every night: what is old is small, can be repaired, is whole, and its checkpoint holds.
. "$TOP/archive/helpers"
awk -v n=3000 -f "$TOP/archive/records.awk" >in
head -n 2900 in | archive append --segment 64K logs
archive key key >fingerprint
keep-archive logs key >said
ls logs | sed 's/.*\.//' | sort -u | grep -v zst	# how many are left depends on the time
tail -n 100 in | archive append logs
keep-archive logs key >>said
archive cat logs | cmp - in && echo "all is there"
archive verify -q --checkpoint logs.note --key key.pub logs && echo "as the checkpoint says"
grep -c '^whole' said
first=$(ls logs/*.cold | head -n 1)
flip "$first" 2000
keep-archive logs >/dev/null 2>err && echo "damage is not said" || echo "status $?"
[ -s err ] && archive repair --yes logs >/dev/null
archive cat logs | cmp - in && echo "repaired"
keep-archive 2>&1 || echo "status $?"
