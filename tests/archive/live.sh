# A record comes out when it is safe, while the input stays open.
mkfifo p
archive append --pass --commit 60s d <p >got &
exec 3>p
echo '{"a":7}' >&3
i=0
while [ ! -s got ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
cat got
archive cat d
exec 3>&-
wait
