# Wrong options are status 3 and one line; --help and --version are not.
for o in -z 'operand' -r '--rules=/nowhere/rules'; do
	logclassify $o </dev/null && rc=0 || rc=$?
	echo "'$o': $rc"
done
mkdir none
logclassify -r none </dev/null && rc=0 || rc=$?
echo "no rules: $rc"
SLUICE_ETC=/nowhere logclassify </dev/null && rc=0 || rc=$?
echo "no configuration: $rc"
logclassify --version
logclassify --help | head -n 1
logclassify --help >/dev/full && rc=0 || rc=$?
echo "help to a full disk: $rc"
