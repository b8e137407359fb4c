# The long names of options are those of the short ones.
printf '2026-11-20 20:52:36 one\n2026-11-20 20:52:37 two\n' >f
logtail -H db1 -k db -n 1 -s orders -z Asia/Shanghai f | grep '"type":"log"' >short
logtail --host=db1 --kind db --lines=1 --system orders --zone=Asia/Shanghai f | grep '"type":"log"' >long
cmp short long
jq -r '[.time, .host, .system, .kind, .msg] | join(" ")' long
mkfifo p
logtail --follow --tick 0 f >p &
sed -n '/"msg":".*two"/q' <p	# who leaves ends it
wait $! || echo "status $?"
