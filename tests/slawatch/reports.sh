# The reports and quarterly work of the contract, by their days.
. "$TOP/slawatch/helpers"
report() { printf '{"time":"%s+08:00","type":"case","event":"report_sent","report":"%s"%s}\n' "$1" "$2" \
	"${3:+,\"system\":\"$3\"}"; }
run() { slawatch -p procuratorate 2>/dev/null | grep "\"duty\":\"$1\"" | brief || :; }
echo 'before the 5th: the last second of the 4th, and the 5th'
{ tick 2025-03-01T00:00:00; report 2025-03-04T23:59:59 unified-monthly; tick 2025-04-01T00:00:00
report 2025-04-05T00:00:00 unified-monthly; } | run unified-monthly
echo 'the first 15 days of the quarter: 16 of 17 systems'
{ tick 2025-04-01T00:00:00
for s in uni open petition aj efile open-wx uni-stat uni-zj team dx case bribe gov pub mail fts; do
	report 2025-04-15T23:59:59 quarterly-inspection $s
done
tick 2025-04-16T00:00:00; } | run quarterly-report | sed '/ done /d'
echo 'every quarter, every month'
{ tick 2025-01-01T00:00:00; step 2025-03-31T23:59:59 Q logs_cleaned; tick 2025-07-01T00:00:00; } | run log-cleaning
{ tick 2025-01-01T00:00:00; step 2025-01-31T10:00:00 M monthly_checked; tick 2025-03-01T00:00:00; } | run monthly-check
