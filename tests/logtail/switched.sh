# Files behind a symbolic link to a directory that is switched: the kernel says nothing, they are found anyway.
. "$TOP/logtail/helpers"
mkdir a b
for i in 1 2 3; do echo "old $i" >a/$i.log; done
ln -s a now
follow now/1.log now/2.log now/3.log
lines 3
for i in 1 2 3; do echo "new $i" >b/$i.log; done
ln -s b new
mv -T new now
lines 6
lines 6
stop >all
sed 's/^[A-F] //' all | sort
