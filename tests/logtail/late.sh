# Files and directories that appear later, and a symbolic link that is switched.
. "$TOP/logtail/helpers"
echo a1 >a
echo b1 >b
ln -s a link
follow link d/e/late
lines 1
mkdir -p d/e
echo late >d/e/late
lines 2
ln -s b new
mv new link
lines 3
echo b2 >>b
lines 4
stop
