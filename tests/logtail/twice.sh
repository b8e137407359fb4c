# A file of several names is read once: hard links, a symbolic link, one written otherwise.
. "$TOP/logtail/helpers"
echo one >a
ln a b
ln -s a c
follow a b c ./a 'b*'
lines 1
echo two >>b
lines 2
rm a
echo three >>c
lines 3
echo four >>b
lines 4
stop
