# Messages by UDP, TCP and Unix sockets: whole, with facility, severity, time, host and peer.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
listening -z Asia/Shanghai -s orders -k os -l udp:127.0.0.1:0 -l tcp:127.0.0.1:0 -l 'tcp:[::1]:0' \
	-l 'udp:*:0' -l unix:log -l unix-stream:slog
socket unix log
socket unix-stream slog
n=0
send() {	# and wait for that many records
	n=$((n + $1))
	shift
	senders "$@"
	lines $n
}
send 3 udp "$(port udp:127.0.0.1)" <<'END2'
<34>1 2026-11-20T20:52:36.003Z mymachine.example.com su - ID47 [x@1 a="b"] 'su root' failed
<165>Nov 20 20:52:36 web02 app[12]: nothing
<190>2026-11-20T20:52:36+08:00 no host in it
END2
first='<86>1 2026-11-20T20:52:36.5+08:00 db1 sshd 12 - - Accepted for
"all" of them' second='<0>Nov 20 20:52:37 db1 a: b'
printf '%s' "${#first} $first${#second} $second" >counted
send 2 tcp "$(port tcp:127.0.0.1)" <counted
printf '<13>one\r\n<14>two\0\n\n<15>three' >ends
send 3 tcp6 "$(port 'tcp:\[::1\]')" <ends
echo '<77>Nov 20 20:52:38 db1 cron: an address of IPv4 is written as one' >mapped
send 1 udp "$(port 'udp:\*')" <mapped
echo '<77>Nov 20 20:52:38 db1 cron: and one of IPv6' >six
send 1 udp6 "$(port 'udp:\*')" <six
echo '<6>Nov 20 20:52:39 kernel: a program of this machine' >local
send 1 unix log <local
send 1 unix-stream slog <local
echo '<192>no such facility' >none
send 1 unix-stream slog <none
echo '<13>Nov 20 20:52:36 db1 app: 数据库连接失败，请检查网络设置' | iconv -f UTF-8 -t GB18030 >chinese
send 1 udp "$(port udp:127.0.0.1)" <chinese
stop_listening
sed "s/\"$(hostname)\"/\"(this machine)\"/" got | logs
ls -l log slog 2>/dev/null | wc -l
