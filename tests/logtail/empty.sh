# Nothing gives nothing; files that cannot be read are reported and the others go on.
: >empty
logtail empty; echo "empty: $?"
logtail - </dev/null; echo "stdin: $?"
mkdir dir
echo last >last
logtail -H h missing dir last >got && rc=0 || rc=$?
echo "others: $rc"
. "$TOP/logtail/helpers"
logs <got
