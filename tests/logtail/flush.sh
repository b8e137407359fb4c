# A flush record on stdin comes out when all that there was before it is out: lines of
# followed files, and an entry that waits for its next line.
. "$TOP/logtail/helpers"
kinds() { sed -n 's/.*"type":"\(log\|flush\)".*\("msg":".*"\|"id":.*\)}$/\1 \2/p' got; }
waits() {	# N: for so many flush records
	i=0
	until [ "$(grep -c '"type":"flush"' got)" -ge "$1" ]; do
		i=$((i + 1))
		[ $i -lt 1200 ] || { echo "waited in vain for flush $1"; return; }
		sleep 0.05
	done
}
printf 'a\nb\n' >f
mkfifo in
: >got
logtail -f -H h --tick 0 --entry-start '^[a-z]' f - <in >got 2>said &
follower=$!
exec 7>in
printf 'c\n  more of c\n' >>f
echo '{"type":"flush","id":"first"}' >&7
waits 1
printf '  not of c any more\nd\n' >>f
printf '{"type":"flush","id":2,"who":"a queue"}\n' >&7
waits 2
kinds
# What only looks so is text.
printf '{"type":"flush"\n{"type":"log","msg":"flush"}\n{"type":"flush","id":3}\n' >&7
waits 3
kinds | tail -n 3
exec 7>&-
kill -TERM "$follower"
wait "$follower" && echo 0 || echo $?
# Without -f too, between the lines of a pipe.
printf 'one\n{"type":"flush","id":4}\ntwo\n' | logtail -H h - >got
kinds
