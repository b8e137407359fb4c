# No input is an archive without records; no archive is trouble, but has no positions.
archive append d </dev/null
archive cat d
archive positions d
archive verify d | sed 's/chain .*/chain/'
archive grep x d || echo "grep $?"
archive grep -c x d || echo "grep -c $?"
archive positions none
for c in cat verify ls seal; do archive $c none || echo "$c $?"; done
mkdir other && touch other/file
archive append other </dev/null || echo "append $?"
archive cat other || echo "cat $?"
