# The last records, those after a number, and those that come, over many segments.
. "$TOP/archive/helpers"
awk -v n=3000 -f "$TOP/archive/records.awk" >in
head -n 1000 in | archive append --commit 60s --commit 4K --segment 4K d
archive cat --seq d >all
archive tail d >got
tail -n 10 all | sed 's/,"seq":[0-9]*}$/}/' | cmp - got
archive tail -n 3 --seq d | tail -n 1
archive tail -n 0 d
archive tail -n 5000 --seq d | cmp - all
archive tail --after 0 --seq d | cmp - all
tail -n +701 all >rest
archive tail --after 700 --seq d | cmp - rest
archive tail --after 1000 d
archive tail -n 20 --where '.msg | test("full")' --seq d

# Segments that are not needed are not opened: their bytes may be anything.
cp -r d e
flip e/0000000002.zst 30
archive tail --after 900 --seq e >got
tail -n +901 all | cmp - got

# Followed from another process while writers come and go, and seal.
archive tail -f --after 0 --seq d >followed &
follower=$!
n=1000
while [ $n -lt 3000 ]; do
	tail -n +$((n + 1)) in | head -n 100 | archive append --segment 4K d
	n=$((n + 100))
	[ $((n % 700)) != 0 ] || archive seal d
done
archive cat --seq d >all
while [ "$(wc -l <followed)" -lt "$(wc -l <all)" ]; do kill -0 $follower; done
kill $follower
wait $follower && echo "ended by a signal: $?"
cmp all followed && wc -l <followed

# The reader of its output leaves.
archive tail -f -n 1 d | head -n 1 | wc -l
for bad in '-n x' '--after -1' '-f' '-n 1 no-such'; do
	archive tail $bad || echo "$bad: $?"
done
