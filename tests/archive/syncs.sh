# A record that comes alone is safe, and passed on, after one sync; two at most are allowed.
echo '{"a":0}' | archive append before
export FAULT_HIT=hit
mkfifo to back
syncs() {	# RECORDS: how many the program makes in all when each waits for the one before
	n=0
	rm -f hit
	while [ $n = 0 ] || [ -e hit ]; do
		n=$((n + 1))
		rm -rf d hit
		cp -r before d
		"$TOP/fault/with" fsync=$n archive append --pass d <to >back 2>/dev/null &
		exec 3>to 4<back
		i=0
		while [ $i -lt "$1" ]; do
			i=$((i + 1))
			echo "{\"a\":$i}" >&3 2>/dev/null || break
			read -r _ <&4 || break
		done
		exec 3>&- 4<&-
		wait $! || [ -e hit ] || { echo "it fails"; break; }
	done
	echo $((n - 1))
}
trap '' PIPE
none=$(syncs 0)
ten=$(syncs 10)
echo "10 records: $((ten - none)) syncs"
archive cat d | wc -l
