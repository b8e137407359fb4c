# Files may be cleaned away when all of their bytes are archived, and the archive is whole.
. "$TOP/archive/helpers"
mkdir log
for f in a b c d e f; do for i in 1 2 3; do echo "line $i of $f"; done >log/$f.log; done
logtail log/*.log | archive append arc
list() { archive clean-list arc | sed 's/"fid":"[0-9a-f]*"/FID/'; }
list
echo more >>log/a.log		# grown
rm log/b.log			# gone
cp log/c.log x && mv x log/c.log	# another file of that name
ln -sf c.log log/d.log
list
# bytes that were lost on the way
echo 'line 1' >log/g.log
echo 'line 2' >>log/g.log
logtail log/g.log | grep -v 'line 1' | archive append arc
list | grep g.log
# nothing may go when the archive is not whole
archive seal arc
flip arc/0000000001.zst 60
archive clean-list arc 2>err >out || echo "status $?"
grep -c '"type":"clean"' out || :
sed 's/.*arc.: //' err | head -n 1
