# Lines without a year: the file was last changed in January.
. "$TOP/logtail/helpers"
printf 'Dec 31 23:59:59 web app[1]: old\nJan  1 00:00:01 web app[1]: new\nFeb 29 12:00:00 web app[1]: leap\n' >f
touch -d 2025-01-05T00:00:00Z f
logtail f | logs
