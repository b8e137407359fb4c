# The units as installed are sound by systemd's own judgement, and run programs that are there.
command -v systemd-analyze >/dev/null || { echo 'no systemd-analyze here'; exit 77; }
make -s -C "$TOP/.." B="$B" DESTDIR="$PWD/root" PREFIX=/usr UNITDIR=/usr/lib/systemd/system install >log 2>&1 ||
	{ cat log; exit 1; }
for u in root/usr/lib/systemd/system/*; do
	# The programs lie below root here: told by their paths.
	sed "s,=/usr/bin/,=$PWD/root/usr/bin/," "$u" >"${u##*/}"
done
for u in sluice-*; do
	systemd-analyze verify --man=no "./$u" 2>&1 | grep -F "$u" || :
done
grep -ho 'ExecStart=[^ ]*' sluice-*.service | sed 's/ExecStart=//' | while read -r program; do
	[ -x "$program" ] || echo "$program is not there"
done
for u in sluice-*.timer; do
	[ -f "${u%.timer}.service" ] || echo "$u starts nothing"
	grep '^OnCalendar=' "$u" | while IFS='=' read -r _ when; do
		systemd-analyze calendar "$when" >/dev/null || echo "$u: $when"
	done
done
