# What is masked, and what stays.  The fingerprints are those of masks 1: they may not change.
while IFS= read -r line; do
	printf '%s\n' "$line" | jq -cR '{type: "log", msg: .}'
done <<'END' | logclassify --template -r /dev/null | jq -r '.fp + " " + .template'
Connection from 192.0.2.7 port 50122 on 10.0.0.1 port 22
Connection from 2001:db8::7 port 4 on ::1 port 22
took 17 ms
took -3.5e+7 ms
ORA-00600: internal error code, arguments: [17182], [], []
ORA-07445: exception encountered: core dump [kgghash()+378]
TNS-12541: no listener; AMQ9202E: Remote host not available
job 6b2f1c3e-58ab-4d27-9f0e-0123456789ab on deadbeefcafe done at 2026-11-21T04:05:06.789+08:00
Sun Jul 17 10:22:31 2026 up, Mon, Tue: the Sun is up
open /var/log/app/x.log failed: "users" in 'orders' don't say "two words"
GET /index/a.html?q=1&r=b%20c HTTP/1.1
C:\Temp\a\b.txt on C: drive
user wang logged in, user=li host=db1 hostname=gw.example.com user is gone, for wang from here
mail to root@mail.example.com and admin@localhost via mx1.example.com or a.b.c.internal
java.lang.NullPointerException: nova.compute.manager at Foo.bar(Foo.java:17)
用户12登录3次失败，表 orders 已锁
blocks blk_-1608, blk_3587 and 17, 18, 19
pool-1-thread-12 http-nio-8080-exec-5 read-only x-y
mac 00:1a:2B:3c:4d:5e, Data::Dumper, a::b
exit () of init() 100%
package Microsoft-Windows-X~31bf3856ad364e35~amd64~~6.1.1 was installed
END
# the same kind, the same fingerprint: over runs, and whatever the rules are
for m in 'session 17 opened for user root by (uid=0)' 'session  9999 opened for user li by (uid=1000)'; do
	echo "{\"type\":\"log\",\"msg\":\"$m\"}"
done | logclassify -F -r "$ETC/rules" | jq -r .fp | uniq -c | awk '{ print $1 }'
# what is far behind does not count, and nothing is cut through a character
awk 'BEGIN { s = "x"; for (i = 0; i < 1500; i++) s = s "磁"
	print "{\"type\":\"log\",\"msg\":\"" s "\"}"; print "{\"type\":\"log\",\"msg\":\"" s "tail\"}" }' |
	logclassify --template -r /dev/null | jq -r '"\(.fp) \(.template | length)"' | uniq -c | awk '{ print $1, $3 }'
