# The disk is full.
echo '{"time":"2026-03-02T09:00:00+08:00","type":"case","case":"A","event":"opened","priority":1}' |
	slawatch -p procuratorate 2>err >/dev/full || echo "status $?"
tail -n 1 err
slawatch --calendar 5x8 --due 2026-03-02T09:00 8h 2>&1 >/dev/full || echo "status $?"
