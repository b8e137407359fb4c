# On a system that is not Debian the packages are listed and nothing is tried: status 3.
mkdir bin
for c in cat echo xargs id sed; do ln -s "$(command -v $c)" bin/$c; done
sh=$(command -v sh)
PATH=$PWD/bin "$sh" "$TOP/packages" build 2>&1 >/dev/null | sed '1s/(.*)/(it)/' && rc=0 || rc=$?
PATH=$PWD/bin "$sh" "$TOP/packages" build >/dev/null 2>&1 && rc=0 || rc=$?
echo "status $rc"
"$TOP/packages" nonsense 2>&1 || echo "status $?"
