# The clocks of the contract that are not in its table: on site on days off, and urgent needs.
. "$TOP/slawatch/helpers"
run() { slawatch -p procuratorate 2>/dev/null | grep '"clock":"\(onsite\|pub-urgent\)"' | brief || :; }
echo 'on site within two hours, on days off only: Saturday, Monday, a holiday, a make-up Saturday'
for t in 2025-03-08T10:00:00 2025-03-10T10:00:00 2025-10-01T10:00:00 2025-10-11T10:00:00; do
	step $t C-1 on_site_needed
done | sed 's/C-1/&/' | awk '{ sub(/C-1/, "C-" NR); print }' | run
echo 'arrived after two hours, and a second more'
{ step 2025-03-08T10:00:00 C-1 on_site_needed; step 2025-03-08T12:00:00 C-1 arrived; } | run
{ step 2025-03-08T10:00:00 C-1 on_site_needed; step 2025-03-08T12:00:01 C-1 arrived; } | run
echo 'an urgent need of Friday: a warning after the first working day, the end of the third'
need='"system":"pub","category":"urgent-need","priority":4'
{ step 2025-03-07T10:00:00 C-1 opened | sed "s/}/,$need}/"; tick 2025-03-13T00:00:00; } | run
echo 'waiting for somebody else stops nothing, what the user puts off does'
{ step 09:00:00 A opened 4; step 10:00:00 A paused | sed 's/}/,"by":"developer"}/'; step 11:00:00 A resumed
step 12:00:00 A paused | sed 's/}/,"by":"user"}/'; step 13:00:00 A resumed; } |
	slawatch -p procuratorate 2>/dev/null | grep '"clock":"resolution"' | brief
