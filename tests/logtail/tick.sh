# Ticks while following, also when nothing happens; what was read goes out before them.
. "$TOP/logtail/helpers"
echo one >f
: >got
logtail -f -H h -s sys --tick 50ms f >got &
follower=$!
i=0
while [ "$(grep -c '"type":"tick"' got)" -lt 3 ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i + 1)); done
kill "$follower"
wait "$follower" && rc=0 || rc=$?
echo "status $rc"
sed 's/.*"type":"\([a-z]*\)".*/\1/' got | uniq
grep '"type":"tick"' got | head -n 1 | sed 's/{"time":"[^"]*"/{"time":"T"/'
