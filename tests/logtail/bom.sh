# What a line says begins behind its byte order mark; that of the file is no part of its text, any other is.
. "$TOP/logtail/helpers"
printf '\357\273\2772026-11-20 20:52:36 ERROR x\r\n' >f
printf '\357\273\277{"time":"2026-11-20T20:52:37Z","level":"warn"}\n' >>f
printf '\357\273\277' >>f
logtail -H h -z +08:00 f | logs
