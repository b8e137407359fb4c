# A SQLite database: what is fine, what is not, and what cannot be told.
. "$TOP/dbcheck/common"
own
sqlite3 a.db "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id), t TEXT);
	INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 'x');
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
	INSERT INTO c SELECT 1, hex(randomblob(100)) FROM n"
cat >t.conf <<'.'
[target notes]
product = sqlite
system = 便签
database = a.db
.
echo '-- fine'
dbcheck -c t.conf >out && echo 0 || echo $?
jq -c 'del(.time, .host) | if .check == "reachable" then del(.value, .msg) else . end
	| if .check == "version" then del(.value, .msg) else . end' out
v=$(sqlite3 :memory: 'SELECT sqlite_version()')
jq -r 'select(.check == "version") | .msg' out | grep -Fx "SQLite $v" >/dev/null && echo the version
jq 'select(.check == "version") | .value > 3016000' out
jq -r '.time | test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z$")' out | sort -u
jq -r .host out | sort -u | grep -Fx "$(hostname)" >/dev/null && echo this host

echo '-- reasons to worry'
sqlite3 a.db 'PRAGMA foreign_keys = 0; INSERT INTO c VALUES (7, NULL), (8, NULL); DELETE FROM c WHERE length(t) > 9'
cat >>t.conf <<'.'
warn.freelist = 10
crit.freelist = 90
crit.size = 64K
.
dbcheck -c t.conf >out && echo 0 || echo $?
jq -r 'select(.status != "ok") | "\(.check) \(.status) \(.warn) \(.crit)"' out
jq -r 'select(.check == "foreign_keys") | .msg' out

echo '-- damage'
cp a.db bad.db
printf 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' | dd of=bad.db bs=1 seek=4096 conv=notrunc 2>/dev/null
printf 'not a database at all, though long enough to look like one: %s\n' "$(seq 400 | tr '\n' ' ')" >text.db
cat >bad.conf <<'.'
[defaults]
product = sqlite
checks = reachable integrity
[target bad]
database = bad.db
[target text]
database = text.db
[target absent]
database = none.db
[target directory]
database = .
.
dbcheck -c bad.conf >out && echo 0 || echo $?
brief <out | sed '/bad integrity/s/Page.*/Page N/; s/opened in [^,]*/opened in N/'
[ -e none.db ] && echo 'a database was made'

echo '-- answers of all kinds'
cat >etc/checks/sqlite/odd.check <<'.'
[check odd_null]
sql = SELECT NULL AS value
grants = the right to see it
[check odd_null_msg]
sql = SELECT NULL AS value, 'nobody knows' AS msg
[check odd_null_bad]
sql = SELECT NULL AS lag, 'no' AS runs
value = LAG
null = critical
msg = behind: {value}, runs: {runs}
[check odd_named]
sql = SELECT 3 AS Lag, 'x' AS "Name of it"
value = lag
label = name of it
[check odd_nothing]
sql = SELECT 1 AS value WHERE 0
[check odd_ok]
about = stray rows
sql = SELECT 1 AS value WHERE 0
norow = ok
[check odd_skip]
sql = SELECT 1 AS value WHERE 0
norow = skip
[check odd_text]
sql = SELECT 'many' AS value
[check odd_column]
sql = SELECT 5 AS valeu
[check odd_syntax]
sql = SELEKT '案件' 
[check odd_rows]
sql = SELECT 'row ' || column1 AS label, column2 AS value, 'is ' || column2 AS msg \
	FROM (VALUES ('一', 1), ('2\', 2.50), (NULL, -0.00001), ('4', 1e20), ('5', '  7 '))
warn = 2
crit = 1000
[check odd_low]
sql = SELECT 5 AS Value
worse = low
warn = 6
crit = 5
unit = pages
[check odd_limit]
sql = SELECT column1 AS label, column2 AS value, column3 AS "limit" \
	FROM (VALUES ('half', 5, 10), ('zero', 5, 0), ('none', 5, NULL), ('word', 5, 'x'), ('third', 1, 3))
unit = %
crit = 50
msg = {used} of {limit}: {value}
[check odd_units]
sql = SELECT 93784 AS value, 1536 AS bytes, 0.25 AS short
unit = s
msg = {value}, {bytes:B}, {short:ms}, {value:B}, {nosuch}, {unclosed
[check odd_say]
sql = SELECT 0.04 AS value, 0.04 AS a, 9.96 AS b, 59.6 AS c, 60 AS d, 3599 AS e, 3600 AS f, 86399 AS g, \
	86400 AS h, 1023 AS i, 1024 AS j, 1048575 AS k, -2048 AS l, 1e18 AS m, 9007199254740993 AS n, 1234.5 AS o
msg = {a:s}, {b:s}, {c:s}, {d:s}, {e:s}, {f:s}, {g:s}, {h:s}; {i:B}, {j:B}, {k:B}, {l:B}, {m:B}; \
	{a:%}, {b:%}, {o:%}; {a:ms}, {o:ms}; {n}, {o:pages}, {value}
[check odd_many]
sql = WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) \
	SELECT i AS label, i AS value FROM n
default = no
[check odd_write]
sql = INSERT INTO c VALUES (9, 'written')
[check odd_name]
sql = SELECT 中文 AS value
[check odd_pragma]
sql = PRAGMA page_size
.
printf '[target t]\nproduct = sqlite\ndatabase = a.db\nskip = reachable foreign_keys freelist integrity pages size version\n' >odd.conf
dbcheck -c odd.conf >out && echo 0 || echo $?
jq -c 'del(.time, .type, .host)' out
printf '[target t]\nproduct = sqlite\ndatabase = a.db\nchecks = odd_many\n' >many.conf
dbcheck -c many.conf | jq -c 'del(.time, .host)' | sed -n '1p;500,$p'
sqlite3 a.db "SELECT count(*) FROM c WHERE t = 'written'"
