# Bytes that are no characters, NULs, quotes, control bytes: always valid JSON, flagged, reversible, said once.
. "$TOP/logtail/helpers"
printf 'good\nab\377cd\n\303\n\0x\0\n"q\\\t\001\033[0m\nlone\rcr\r\n\355\240\200\n\n' >f
logtail -H h f >got && rc=0 || rc=$?
echo "status $rc"
logs <got
# The encoding is known: what does not fit is flagged; else it is guessed, and that is said.
printf '\261\342\n' >g
logtail -H h -e UTF-8 g | logs
logtail -H h g | logs
printf 'a\261\342\377\n' | logtail -H h -e GBK - | logs
logtail -e NO-SUCH f 2>&1 && rc=0 || echo "status $?"
