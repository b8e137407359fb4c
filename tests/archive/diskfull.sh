# Output to a full disk is trouble, and said.
echo '{"a":1}' | archive append d
archive cat d >/dev/full || echo "cat $?"
archive cat --seq d >/dev/full || echo "cat --seq $?"
archive grep a d >/dev/full || echo "grep $?"
archive verify d >/dev/full || echo "verify $?"
archive ls d >/dev/full || echo "ls $?"
archive --help >/dev/full || echo "help $?"
echo '{"type":"source","fid":"f"}' | archive append --pass d >/dev/full || echo "append --pass $?"
archive positions d >/dev/full || echo "positions $?"
# the record that could not be passed on is safe
echo '{"a":2}' | archive append --pass d >/dev/full || echo "append --pass $?"
archive cat d
# control: where there is room none of them says anything
for cmd in cat 'cat --seq' 'grep a' verify ls positions; do
	archive $cmd d >/dev/null || echo "$cmd: $?"
done
echo "room: none"
