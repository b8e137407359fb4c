# seconds: 300
# Keys and the header of an archive: what is refused, what is found.
PATH=$B/tests/tools:$PATH
archive key k >pub
stat -c '%a %n' k k.pub
archive key k || echo "over another $?"
archive init --key k.pub d || echo "a public key $?"
chmod 644 k
archive init --key k d || echo "readable by others $?"
chmod 600 k
archive init --min-keep 5month d || echo "too short $?"
archive init --min-keep 12weeks d || echo "no period $?"
[ ! -e d ] && echo "nothing was made"
archive init --key k --min-keep 1year --by me --now 2026-11-21T00:00:00Z d
stat -c '%a' d d/manifest
archive init d || echo "twice $?"
sed 's/"id":"[^"]*"/"id":"..."/; s/"hash":"[^"]*"/"hash":"..."/; s/"signature":"[^"]*"/"signature":"..."/; s/"key":"[^"]*"/"key":"..."/; s/"prev":"0*"/"prev":"0..."/' d/manifest
[ "$(sed -n 's/.*"key":"\([^"]*\)".*/\1/p' d/manifest)" = "$(cat pub)" ] && echo "its key"
echo '{"a":1}' | archive append d
archive verify d | sed 's/, chain.*//'
flip 1 d/manifest -- archive verify d | sed 's/^[0-9]* //'
mkdir other; : >other/file
archive init other || echo "other files $?"
archive checkpoint --key k --no-seal d | sed -n 2p
archive checkpoint --key k --by me --why 'end of month' d | sed -n 2p
sed 's/.*"type":"\([a-z]*\)".*/\1/' d/manifest
# a line torn off at the end is set aside
cp d/manifest m
printf '{"type":"expire","time' >>d/manifest
archive verify -q d || echo "torn $?"
archive checkpoint --key k --by me d | sed -n 2p
cat d/manifest.torn; echo
head -n 5 d/manifest | cmp - m
archive verify -q d
# without its manifest nobody goes on
rm d/manifest
archive verify -q d || echo "verify $?"
echo '{"a":2}' | archive append d || echo "append $?"
archive cat d
