# A time that a local clock told twice or never, or that lies ahead of the clock.
printf '%s\n' '2025-03-30 01:59:59 a' '2025-03-30 02:30:00 b' '2025-03-30 03:00:00 c' \
    '2025-10-26 02:00:00 d' '2025-10-26 02:59:59 e' '2025-10-26 02:00:01 f' '2025-10-26 02:30:00+02:00 g' \
    '2025-10-26 03:00:00 h' 'i' '2190-01-01 00:00:00 j' >f
logtail -H h -z Europe/Berlin f | jq -c 'select(.type == "log") | [.time, .time_doubt, .time_from, .msg]'
# of lines without a year, the doubt is no doubt about the year
printf 'Oct 26 02:30:00 h a: x\n' >g
touch -d '2025-11-01T00:00:00Z' g
logtail -z Europe/Berlin g | jq -c 'select(.type == "log") | [.time, .time_doubt]'
