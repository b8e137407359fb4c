# Times are in the zone of the machine; without one that can be used, in UTC.
sqlite3 a.db 'CREATE TABLE t (a)'
printf '[target a]\nproduct = sqlite\ndatabase = a.db\nchecks = size\n' >a.conf
for z in UTC Asia/Shanghai Asia/Kolkata No/Where; do
	TZ=$z dbcheck -c a.conf | jq -r .time | sed 's/.*[.][0-9]*//'
done
now=$(date -u +%s)
then=$(TZ=Asia/Shanghai dbcheck -c a.conf | jq -r .time | date -f - +%s)
[ $((then - now)) -ge 0 ] && [ $((then - now)) -lt 30 ] && echo now
# With nowhere to write: an error, not a record in a strange place.
dbcheck -c a.conf >&- 2>/dev/null && echo 0 || echo $?
dbcheck -c a.conf <&- >&- 2>&- && echo 0 || echo $?
