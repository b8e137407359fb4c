# Everything arrives where it belongs, and what an administrator changed stays.
make -s -C "$TOP/.." B="$B" DESTDIR="$PWD/root" PREFIX=/usr install >log 2>&1 || { cat log; exit 1; }
for f in usr/bin/logtail usr/bin/watch-sla usr/share/man/man1/archive.1 usr/share/man/man7/sluice.7 \
	usr/share/bash-completion/completions/slawatch etc/sluice/contracts/procuratorate \
	etc/sluice/calendars/cn.conf etc/sluice/reports/daily.report; do
	[ -e "root/$f" ] || echo "no $f"
done
echo '# mine' >>root/etc/sluice/calendars/cn.conf
make -s -C "$TOP/.." B="$B" DESTDIR="$PWD/root" PREFIX=/usr install >log 2>&1 || { cat log; exit 1; }
tail -n 1 root/etc/sluice/calendars/cn.conf
