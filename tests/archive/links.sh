# Symbolic links inside an archive are not followed.
echo '{"a":1}' | archive append d
cp d/0000000001.tail t
ln -sf ../t d/0000000001.tail
archive cat d || echo "cat $?"
echo '{"a":2}' | archive append d || echo "append $?"
archive verify -q d || echo "verify $?"
rm d/0000000001.tail
cp t d/0000000001.tail
ln -sf ../secret d/lock
echo '{"a":2}' | archive append d || echo "append $?"
[ ! -e secret ]
archive cat d
