# The shipped calendar against every year of the outside list of holidays.
[ -d "$DATA/holiday-cn" ] || { echo "no outside test data ($DATA/holiday-cn)"; exit 77; }
slawatch --calendar cn --workdays 2006-12-01 2026-12-31 >workdays
jq -r '.days[] | select(.isOffDay) | .date' "$DATA"/holiday-cn/20*.json | sort >off
jq -r '.days[] | select(.isOffDay | not) | .date' "$DATA"/holiday-cn/20*.json | sort >worked
[ "$(wc -l <off)" -gt 500 ] || echo "few days off in the list"
echo "off, but a workday here:"
comm -12 off workdays
echo "worked, but not here:"
comm -13 workdays worked
# All others go by their weekday: so many workdays remain.
echo "weekdays less weekdays off and more weekends worked:"
d=$(date -u -d 2006-12-01 +%s) end=$(date -u -d 2027-01-01 +%s)
seq "$d" 86400 $((end - 1)) | sed 's/^/@/' | date -u -f - '+%F %u' | awk '$2 < 6 { print $1 }' |
	cat - worked | sort -u | comm -23 - off >expected
cmp expected workdays && wc -l <workdays
