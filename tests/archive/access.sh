# Who reads records of a class that asks for it leaves a chained line; others leave none.
PATH=$B/tests/tools:$PATH
cat >c.conf <<'X'
[class audit]
where = .kind == "audit"
keep = 6month
reason = yes
[class access]
where = .kind == "access"
keep = 6month
access = yes
[class plan]
where = .kind == "plan"
keep = 6month
secrecy = 机密
[class log]
keep = 6month
X
archive init -c c.conf d
for k in audit access plan log; do
	for i in 1 2 3; do echo "{\"time\":\"2026-11-21T00:00:0${i}Z\",\"kind\":\"$k\",\"msg\":\"$k $i\"}"; done
done >in
archive append d <in
lines() { sed 's/"time":"[^"]*"/T/; s/"id":"[0-9a-f]*"/ID/; s/"hash":"[0-9a-f]*"/H/' d/access; }
archive cat -k log d | grep -c .
[ -e d/access ] || echo "nothing asked for a line"
archive cat d | wc -l || :
archive cat d >/dev/null || echo "status $?"
archive grep -c audit d || echo "status $?"
archive grep --reason "incident 7, approved A7" --by auditor -c audit d
archive cat --reason "A8" --by auditor --clearance secret d | cmp - in
archive cat --by auditor --clearance internal -k plan d || echo "status $?"
archive cat --clearance 绝密 --by auditor -k plan d | wc -l
archive tail -n 2 -k access --by reader --now 2026-11-25T00:00:00Z d
archive cat --reverse -k audit --by reader d || echo "status $?"
lines | sed 's/"by":"[^"]*@[^"]*"/BY/'
archive access d | cmp - d/access
stat -c '%a %n' d/access
cp d/access full
head -n 2 full >d/access
flip 1 d/access -- archive access d | sed 's/^[0-9]* //'
sed 2d full >d/access
archive access d >out || echo "status $?"
# it cannot be written: nothing is given out
rm d/access
mkdir d/access
archive cat -k access d || echo "status $?"
rmdir d/access
ln -s ../elsewhere d/access
archive cat -k access d || echo "status $?"
[ -e elsewhere ] || echo "no link is followed"
archive cat --clearance high d || echo "status $?"
archive cat --reason '' d || echo "status $?"
