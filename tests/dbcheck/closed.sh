# Nobody reads: die of SIGPIPE, also when it is ignored, as under systemd.
. "$TOP/dbcheck/common"
own
printf '[target a]\nproduct = mock\nserver = ok\n[target b]\nproduct = mock\nserver = latehang\ndeadline = 1s\n' >a.conf
{ dbcheck -c a.conf && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
trap '' PIPE
{ dbcheck -c a.conf && rc=0 || rc=$?; echo $rc >rc; } | true
cat rc
