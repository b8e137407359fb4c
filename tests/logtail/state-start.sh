# A state that cannot be written is told at the start, before anything is read.
. "$TOP/logtail/helpers"
echo 1 >f
rc=0
logtail --state none/s f >got 2>said || rc=$?
echo "status $rc, $(wc -c <got) bytes"
rc=0
logtail -f --state none/s f >got 2>>said || rc=$?
echo "status $rc, $(wc -c <got) bytes"
cat said
logtail --state s nothing 2>/dev/null || echo "status $?"
[ -f s ] && echo 'a state of nothing'
logtail --state s f | texts
