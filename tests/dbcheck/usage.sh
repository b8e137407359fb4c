# Wrong options: status 3 and one line.
try() { dbcheck "$@" && rc=0 || rc=$?; echo "$rc"; }
echo '[target a]' >a.conf
try -x
try --nosuch
try -j 0 -c a.conf
try -j 65 -c a.conf
try -j many -c a.conf
try -c nosuch.conf
printf '[target a]\nproduct = sqlite\ndatabase = a.db\n' >a.conf
try -c a.conf b
try -n -c a.conf a
dbcheck --version | sed 's/[0-9.]*$/N/'
dbcheck --help | head -n 1
