# An archive that cannot tell its positions: no guess, no start from zero.
mkdir bin store
printf '#!/bin/sh\nexit 2\n' >bin/archive
chmod +x bin/archive
echo 1 >f
PATH=$PWD/bin:$PATH logtail --resume store f && rc=0 || rc=$?
echo "status $rc"
printf '#!/bin/sh\necho "{}"\n' >bin/archive
PATH=$PWD/bin:$PATH logtail --resume store f && rc=0 || rc=$?
echo "status $rc"
