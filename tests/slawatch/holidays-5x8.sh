# Clocks on 5×8 over the holidays of 2026 and their make-up workdays: Spring Festival (off from
# 02-15 to 02-23, worked on Saturdays 02-14 and 02-28) and National Day (off from 10-01 to 10-07,
# worked on Sunday 09-20 and Saturday 10-10).  Every figure was reckoned anew without this program,
# second by second over the days as they were announced.
. "$TOP/slawatch/helpers"
cat >c.conf <<'C'
[contract]
name = five-eight
calendar = 5x8
[level 2]
response = 1h
resolution = 16h
[level 3]
response = 2h
resolution = 3wd
[level 4]
response = 1wd
resolution = 24h
[clock response]
start = .event == "opened"
stop = .event == "responded"
warn = 50%
[clock resolution]
start = .event == "opened"
stop = .event == "resolved"
pause = .event == "paused"
resume = .event == "resumed"
warn = 2h
C
{
	step 2026-02-14T16:30:00 S1 opened 2
	step 2026-02-14T16:40:00 S2 opened 3
	step 2026-02-14T18:00:00 S3 opened 4
	step 2026-02-20T10:00:00 S4 opened 2
	step 2026-02-24T09:30:00 S1 responded
	step 2026-02-24T09:40:00 S4 responded
	step 2026-02-24T10:40:01 S2 responded
	step 2026-02-24T14:00:00 S3 responded
	step 2026-02-25T10:00:00 S1 paused
	step 2026-02-26T10:00:00 S1 resumed
	step 2026-02-26T16:30:00 S1 resolved
	step 2026-02-26T16:40:00 S2 resolved
	step 2026-02-27T09:00:00 S4 resolved
	step 2026-02-27T16:00:00 S5 opened 2
	step 2026-02-28T09:00:00 S3 resolved
	step 2026-02-28T09:00:00 S5 responded
	step 2026-03-02T16:00:01 S5 resolved
	step 2026-09-19T12:00:00 N1 opened 4
	step 2026-09-21T09:00:01 N1 responded
	step 2026-09-22T17:00:00 N1 resolved
	step 2026-09-30T16:59:59 N2 opened 2
	step 2026-09-30T17:00:00 N3 opened 3
	step 2026-10-08T10:00:00 N2 responded
	step 2026-10-08T11:00:00 N3 responded
	step 2026-10-09T12:00:00 N2 paused
	step 2026-10-10T12:00:00 N2 resumed
	step 2026-10-12T09:00:01 N3 resolved
	step 2026-10-12T11:59:00 N2 resolved
	tick 2026-10-13T00:00:00
} >in
slawatch -p ./c.conf <in 2>/dev/null | brief || :
for case in S1 S3 S5 N1 N2 N3; do
	echo
	slawatch -p ./c.conf --explain $case <in 2>/dev/null || [ $? = 1 ]
done
