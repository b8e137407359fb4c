# Every contract and every calendar that is shipped can be used.
for c in "$ETC"/contracts/*/; do
	slawatch -n -p "$(basename "$c")" 2>/dev/null || echo "status $?"
done
for c in "$ETC"/calendars/*.conf; do
	slawatch --calendar "$(basename "$c" .conf)" --due 2026-03-02T10:00:00+08:00 4h || echo "status $?"
done
