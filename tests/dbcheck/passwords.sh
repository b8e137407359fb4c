# Where a password may be, and that nothing prints it.
. "$TOP/dbcheck/common"
own
export CREDENTIALS_DIRECTORY=cred OWN='geheim}r;et'
mkdir cred
for f in file cred/lent cred/byname crlf; do printf 'geheim}r;et\n' >$f; done
printf 'geheim}r;et\r\n' >crlf
printf 'two\nlines\n' >lines
: >nothing
head -c 600 /dev/zero | tr '\0' x >long
cat >t.conf <<'.'
[defaults]
product = mock
server = quote
checks = reachable
[target file]
password_file = file
[target crlf]
password_file = crlf
[target variable]
password_env = OWN
[target lent]
credential = lent
[target byname]
[target without]
[target cut]
server = cutquote
password_env = OWN
.
chmod 600 file crlf lines nothing long
dbcheck -n -c t.conf && echo 0 || echo $?
dbcheck -c t.conf >out 2>err && echo 0 || echo $?
brief <out | sed "s,$B,B,"
if grep -r 'geheim' out err; then echo 'the password came out'; fi
cat >bad.conf <<'.'
[defaults]
product = mock
server = ok
checks = reachable
[target absent]
password_file = nosuch
[target unset]
password_env = NOSUCH
[target unlent]
credential = nosuch
[target lines]
password_file = lines
[target nothing]
password_file = nothing
[target long]
password_file = long
.
dbcheck -n -c bad.conf 2>&1 && echo 0 || echo $?
dbcheck -c bad.conf | brief
unset CREDENTIALS_DIRECTORY
dbcheck -n -c bad.conf unlent 2>&1 && echo 0 || echo $?
chmod 644 file
dbcheck -n -c t.conf file 2>&1 && echo 0 || echo $?

# Tracing writes connection strings to a file: not here.
mkdir ini
printf '[ODBC]\nTrace = Yes\nTraceFile = %s/trace\n[Alias]\nDriver = %s\n' "$PWD" "$B/odbc_mock.so" >ini/odbcinst.ini
printf '[target traced]\nproduct = mock\ndriver = Alias\nserver = ok\npassword_env = OWN\nchecks = reachable\n' >traced.conf
printf '[orders]\nDriver = Alias\n' >ini/odbc.ini
printf '[target named]\nproduct = mock\nconnection = DSN=orders\nchecks = reachable\n' >>traced.conf
ODBCSYSINI=$PWD/ini dbcheck -c traced.conf | brief
if [ -e trace ]; then echo 'there is a trace'; fi
