# Every mistake is named with its file and line, all of them in one run.
. "$TOP/dbcheck/common"
own
cat >bad.conf <<'.'
[defaults]
user = u
colour = red
[target]
product = sqlite
database = x
[target one]
product = sqlite
[target two]
server = s
[target three]
product = oracle9
[target four]
product = ../sqlite
[target one]
product = sqlite
database = x
checks = size nosuch
skip = version, neither
warn.size = 10 potatoes
crit.nosuch = 1
deadline = 2h
timeout = never
[target pg]
product = postgresql
server = a;Options=evil
password = secret-1
connection = Driver=x;Pwd=secret-2
option = PASSWORD = secret-3
[target limits]
product = sqlite
database = x
warn.pages = 99
checks = pages
[target none]
product = sqlite
database = x
checks = size
skip = size
[tarhet five]
no value
.
dbcheck -n -c bad.conf 2>err && echo 0 || echo $?
sed "s,$PWD,HERE,g" err >&2
dbcheck -c bad.conf 2>&1 | grep secret- && echo 'a password came out'
mkdir etc/checks/broken
cat >etc/checks/broken/a.check <<'.'
[check Upper]
sql = x
[check a]
warn = 1
[check b]
sql = x
unit = s
warn = 10m
crit = 1m
worse = none
norow = nothing
measure = twice
null = nothing
colour = red
[check b]
sql = y
crit = 10G
[other]
.
cat >etc/checks/broken/product.conf <<'.'
[product]
title = Broken
.
printf '[target t]\nproduct = broken\n[target u]\nproduct = broken\n' >broken.conf
dbcheck -n -c broken.conf 2>err && echo 0 || echo $?
sed "s,$PWD,HERE,g" err >&2
