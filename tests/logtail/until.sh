# -f --until ends by itself when the time is past and all was read; a stream may still bring something.
. "$TOP/logtail/helpers"
printf '2026-01-01 00:00:00 a\n2026-01-03 00:00:00 b\n' >f
logtail -f --tick 0 -z UTC --until 2026-01-02 f g 2>/dev/null | texts
mkfifo p
: >got
logtail -f --tick 0 -z UTC --until 2026-01-02 f - <p >got 2>said &
follower=$!
exec 9>p
lines 1
echo '2026-01-01 00:00:01 c' >&9
lines 2
exec 9>&-
wait "$follower" && rc=0 || rc=$?
echo "status $rc"
texts <got
