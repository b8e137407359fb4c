# On a system that is not Debian the packages are listed and nothing is tried: status 3.
mkdir bin
for c in cat echo xargs id sed; do ln -s "/usr/bin/$c" bin/$c; done
sh=$(command -v sh)
PATH=$PWD/bin "$sh" "$TOP/packages" build >said 2>&1 && rc=0 || rc=$?
echo "status $rc"
sed '1s/(.*)/(what it is)/' said | head -n 1
grep -o libzstd-dev said
"$TOP/packages" nonsense 2>&1 || echo "status $?"
