# Every mistake in files of sources is told with its place, in one run; status 3, nothing is read.
mkdir conf
cat >conf/a.conf <<'EOC'
path = before any section
[source one]
path = a.log
path = -
kind = databases
colour = red
zone = Asia/Nowhere
max_age = soon
system =
listen = 514
[source]
path = b.log
encoding = GB18031
entry = ./nothing.conf
time_format = %Q
entry_start = ^(
entry_timeout = 1d
[sauce three]
path = c.log
[source four]
kind = os
EOC
cat >conf/b.conf <<'EOC'
[source one]
path = d.log
[source five]
path = a.log
listen = udp:127.0.0.1:514
host = x
max_age = 367d
entry_timeout = 1s
[source six]
listen = udp:127.0.0.1:514
EOC
printf '%s\n' "host = $(printf %0256d 0)" "path = /$(printf %04096d 0)" >>conf/b.conf
echo x >a.log
run() { echo "# $*"; logtail "$@" 2>&1 && rc=0 || rc=$?; echo "status $rc"; }
run --check-config -c conf
run -c conf/b.conf a.log | tail -n 1
run --check -c conf | tail -n 1
run -c nowhere
mkdir empty
run --check-config -c empty
echo '[source one]' >none.conf
run --check-config -c none.conf
{ echo '[source many]'; seq 1 4097 | sed 's/^/path = /'; } >many.conf
run --check-config -c many.conf
printf '[source good]\npath = /var/log/*\nlisten = unix:/run/x\n' >good.conf
run --check-config -c good.conf
