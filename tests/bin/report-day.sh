# report-day: the report of one day, from two archives, judged by a contract.
mkdir out
cat >logs <<'F'
{"time":"2026-11-19T09:00:00.000+00:00","type":"case","case":"C-1","event":"opened","priority":3,"system":"case"}
{"time":"2026-11-20T01:00:00.000+00:00","type":"log","host":"app01","system":"case","path":"/a.log","fid":"1","off":0,"end":10,"severity":"err","msg":"服务 CaseServer 启动失败","fp":"00"}
{"time":"2026-11-20T02:00:00.000+00:00","type":"case","case":"C-2","event":"opened","priority":1,"system":"case"}
{"time":"2026-11-20T02:29:00.000+00:00","type":"case","case":"C-2","event":"responded","priority":1,"system":"case"}
{"time":"2026-11-21T00:00:00.000+00:00","type":"log","host":"app01","system":"case","path":"/a.log","fid":"1","off":10,"end":20,"severity":"emerg","msg":"the day after","fp":"01"}
F
cat >checks <<'F'
{"time":"2026-11-20T03:00:00.000+00:00","type":"check","host":"db01","target":"orcl","check":"tablespace","status":"critical","value":96.5,"unit":"%","warn":85,"crit":95,"msg":"USERS"}
F
archive append a <logs
archive append b <checks
try() { report-day "$@" >log 2>err && rc=0 || rc=$?; echo "$rc $(cat log)"; }
try procuratorate 2026-11-20 out a b
"$B/tests/tools/html" <out/2026-11-20.html | sed -n '1,/^六/p'
ls -A out
# Again: the same bytes.  Wrong use, a contract and an archive that are not there: no report.
cp out/2026-11-20.html first
try procuratorate 2026-11-20 out a b
cmp first out/2026-11-20.html
try
try procuratorate noon out a
try nosuch 2026-11-18 out a
try procuratorate 2026-11-18 out nosuch
ls out
