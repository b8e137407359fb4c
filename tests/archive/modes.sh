# Files have mode 0640 and directories 0750, whatever the umask; private keys 0600.
awk -v n=600 -f "$TOP/archive/records.awk" >in
printf '[class all]\nkeep = 6month\naccess = yes\n' >c.conf
order='--by me --why test'
for mask in 000 027 077; do
	mkdir $mask
	(cd $mask
	umask $mask
	archive init -c ../c.conf d
	archive append --commit 60s --commit 4K --segment 16K d <../in
	archive seal d
	archive compact --block 64K d >/dev/null
	for i in 1 2; do echo "{\"a\":$i}" | archive append d; archive seal d; done
	echo '{"a":3}' | archive append d
	printf '{"type":"commit",' >>d/0000000008.tail
	archive append d </dev/null 2>/dev/null
	printf '{"type":"seal",' >>d/manifest
	archive hold --segments 1 $order d >/dev/null 2>&1
	archive parity d >/dev/null
	archive cat d >/dev/null
	archive copy $order d copy >/dev/null
	archive restore --yes --approval 1 $order copy restored >/dev/null
	archive export --to out --format csv --fields time,msg d >/dev/null
	archive export --to piped --pipe 'gzip -c' d >/dev/null
	archive redact --yes --seq 5 --order 1 $order d >/dev/null
	archive append new </dev/null
	archive key k >/dev/null
	find . -mindepth 1 ! -name k ! -name k.pub -printf '%y %m\n' | sort | uniq -c | awk '{ print $2, $3, ($1 > 3) }'
	find . -mindepth 1 ! -name k ! -name k.pub ! -perm 0640 ! -perm 0750
	find k -printf '%f %m\n'
	ls d | grep -c 'torn$')
done
