# What must be on record in every period: each kind of period, each form of its time.
. "$TOP/slawatch/helpers"
check() { printf '{"time":"%s+08:00","type":"check","check":"%s","status":"ok","system":"%s"}\n' "$1" "$2" "${3-}"; }
duty() { { printf '[contract]\nname = test\ncalendar = 5x8\n[duty look]\ndone = .check == "look"\n'; cat; } >d.conf; }
run() { slawatch -p ./d.conf "$@" >out && rc=0 || rc=$?; brief <out; echo "status $rc"; }
echo 'every day'
echo 'period = day' | duty
{ tick 2026-03-02T00:00:00; check 2026-03-02T08:00:00 look; check 2026-03-02T09:00:00 look
tick 2026-03-04T00:00:00; } | run
echo 'from the middle of a day: not held against anybody, unless the stream is said to be whole'
{ tick 2026-03-02T08:00:00; tick 2026-03-03T00:00:00; } | run
{ tick 2026-03-02T08:00:00; tick 2026-03-03T00:00:00; } | run --since 2026-03-02T00:00:00+08:00
echo 'by a time of day: that minute still counts, later is late'
printf 'period = day\ndue = 18:00\n' | duty
{ tick 2026-03-02T00:00:00; check 2026-03-02T18:00:00 look; tick 2026-03-03T18:00:00
check 2026-03-03T18:00:01 look; check 2026-03-04T10:00:00 look; } | run
echo 'workdays: over a week-end, and a make-up Saturday'
printf 'period = workday\n' | duty
{ tick 2026-02-27T00:00:00; tick 2026-03-03T00:00:00; } | run
echo 'weeks, months, quarters and years'
printf 'period = week\n' | duty
{ tick 2025-12-29T00:00:00; check 2026-01-04T23:59:59 look; tick 2026-01-12T00:00:00; } | run
printf 'period = month\ndue = day 4\n' | duty
{ tick 2026-02-01T00:00:00; check 2026-02-04T23:59:59 look; check 2026-03-05T00:00:00 look; } | run
printf 'period = quarter\ndue = day 15 12:00\nper = system\nof = a b\nof = c\n' | duty
{ tick 2025-12-31T00:00:00; check 2026-01-15T12:00:00 look a; check 2026-01-15T12:00:01 look c
check 2026-01-15T13:00:00 look d; } | run
printf 'period = year\n' | duty
{ tick 2025-01-01T00:00:00; tick 2026-01-01T00:00:00; } | run
echo 'done in time, read too late'
printf 'period = day\n' | duty
{ tick 2026-03-02T00:00:00; tick 2026-03-03T01:00:00; check 2026-03-02T20:00:00 look; } | run
echo 'a leap of the stream'
{ tick 2026-03-02T00:00:00; tick 2126-03-02T00:00:00; } | slawatch -p ./d.conf >out && rc=0 || rc=$?
grep -c missed out
echo "status $rc"
