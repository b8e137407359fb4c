# Bytes that are not UTF-8, NULs, quotes, control bytes: always valid JSON, and said once.
. "$TOP/logtail/helpers"
printf 'good\nab\377cd\n\303\n\0x\0\n"q\\\t\001\033[0m\nlone\rcr\r\n\355\240\200\n\n' >f
logtail -H h f >got && rc=0 || rc=$?
echo "status $rc"
logs <got
printf '\261\342\n' | logtail -H h - | logs
