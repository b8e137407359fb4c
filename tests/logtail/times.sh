# A line without a time has that of the line before; one with a date inside is no exception.
. "$TOP/logtail/helpers"
cat >f <<'END'
no time yet
2026-11-20 20:52:36,123 ERROR [main] boom
	at a.b.C(D.java:7) 2020-01-01 00:00:00
Caused by: valid until 2030-01-01 00:00:00
2026-11-20 20:52:37,5 INFO  [main] on
END
logtail -H h -z +08:00 f | logs
