# Senders as they are used: logger(1) and rsyslogd, over each kind of socket.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
PATH=$PATH:/usr/sbin
command -v logger >/dev/null && command -v rsyslogd >/dev/null || {
	echo "logger or rsyslogd is not here"
	exit 77
}
listening -H h -l udp:127.0.0.1:0 -l tcp:127.0.0.1:0 -l unix:log -l unix-stream:slog
udp=$(port udp:127.0.0.1) tcp=$(port tcp:127.0.0.1)
socket unix log
socket unix-stream slog
n=0
log() {
	logger -t app "$@"
	n=$((n + 1))
	lines $n
}
log -n 127.0.0.1 -P "$udp" -d -p auth.err '5424 by UDP'
log -n 127.0.0.1 -P "$udp" -d -p mail.info --rfc3164 '3164 by UDP'
log -n 127.0.0.1 -P "$tcp" -T -p local0.crit '5424 by TCP'
log -n 127.0.0.1 -P "$tcp" -T -p local7.debug --octet-count '5424 by TCP, counted'
log -n 127.0.0.1 -P "$tcp" -T -p user.notice --rfc3164 '3164 by TCP'
log -u log -p cron.warning 'by a Unix socket'
log -u slog -p daemon.alert 'by a Unix stream'

# rsyslogd reads a file and forwards it, each line by each way
seq -f 'line %05.0f of the file' 3000 >source
mkdir work
cat >rsyslog.conf <<CONF
global(workDirectory="$PWD/work")
module(load="imfile" mode="polling" pollingInterval="1")
input(type="imfile" file="$PWD/source" tag="file" freshStartTail="off")
action(type="omfwd" target="127.0.0.1" port="$tcp" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format"
	tcp_framing="octet-counted")
action(type="omfwd" target="127.0.0.1" port="$tcp" protocol="tcp" template="RSYSLOG_ForwardFormat")
if \$msg contains "line 000" then	# as many as have room in any buffer
	action(type="omfwd" target="127.0.0.1" port="$udp" protocol="udp" template="RSYSLOG_ForwardFormat")
CONF
rsyslogd -n -f rsyslog.conf -i "$PWD/pid" >rsyslogd.said 2>&1 &
daemon=$!
lines $((n + 6000 + 99))
kill "$daemon"
wait "$daemon" 2>/dev/null || :
stop_listening
grep -v ' line [0-9]* of the file' got | grep -v rsyslogd | logs | sed 's/.*"path":"\([^"]*\)".*"severity":"\([a-z]*\)","facility":"\([a-z0-9]*\)".*"msg":"<\([0-9]*\)>.* \([^ ]* by .*\)"}/\1 \2 \3 <\4> \5/
	s/.*"path":"\([^"]*\)".*"severity":"\([a-z]*\)","facility":"\([a-z0-9]*\)".*"msg":"<\([0-9]*\)>.*\(by .*\)"}/\1 \2 \3 <\4> \5/'
grep ' line [0-9]* of the file' got | awk '
	{ form = index($0, ">1 20") ? "counted" : index($0, "\"path\":\"udp") ? "by UDP" : "lines"
	  sub(/.* line /, ""); if (!((form, $1) in seen)) n[form]++; seen[form, $1]++; all[form]++ }
	END { for (form in n) print form ": " n[form] " of rsyslogd, " all[form] - n[form] " of them twice" }' | sort
