# Entries of the journal: texts, bytes (here of GB18030), entries without a message, lines that are none.
. "$TOP/logtail/helpers"
journalctl() {
	cat "$TOP/data/journal.ndjson"
	c='"__REALTIME_TIMESTAMP":"1795233700000001","_HOSTNAME":"db2","__CURSOR":"s=8070785ba2094c5c8bfc4778e3f32c66;i='
	echo "{${c}c20;b=1\",\"MESSAGE\":[202,253,190,221,191,226,193,172,189,211,202,167,176,220,163,172,199,235,188,236,178,233,205,248,194,231,201,232,214,195,10,178,162,214,216,208,194,198,244,182,175,183,254,206,241],\"PRIORITY\":\"2\"}"
	echo "{${c}c21\",\"MESSAGE\":null,\"SYSLOG_FACILITY\":\"99\",\"_PID\":\"x\"}"
	echo "{${c}c22\"}"
	echo "{${c}c23\",\"MESSAGE\":[\"one\",\"two\",[51,0]],\"_COMM\":\"c\",\"SYSLOG_PID\":\"7\",\"PRIORITY\":\"9\"}"
	echo 'no JSON'
	echo '{"MESSAGE":"no cursor","__REALTIME_TIMESTAMP":"1795233700000001"}'
	echo '{"MESSAGE":"no time","__CURSOR":"s=8070785ba2094c5c8bfc4778e3f32c66;i=c24"}'
	echo '{"MESSAGE":"no number","__CURSOR":"s=80;i=xyz","__REALTIME_TIMESTAMP":"1795233700000001"}'
	echo '{"MESSAGE":"too large a number","__CURSOR":"s=80;i=8000000000000000","__REALTIME_TIMESTAMP":"1"}'
	echo '{"MESSAGE":"no id","__CURSOR":"s=\"\";i=1","__REALTIME_TIMESTAMP":"1795233700000001"}'
	echo
	echo "{${c}c22\",\"MESSAGE\":\"a number that was there before\"}"
	echo '{"MESSAGE":"Nov 20 20:52:36 web02 app: of another journal","__CURSOR":"s=81;i=1","__REALTIME_TIMESTAMP":"1795233700000002"}'
}
journalctl | logtail -s orders -k os -z Asia/Shanghai -j - >got && echo "status 0" || echo "status $?"
logs <got | sed "s/\"$(hostname)\"/\"(this machine)\"/"
grep -o '"path":"journal:.*' got
echo "- with a host that is told"
head -n 1 "$TOP/data/journal.ndjson" | logtail -f -H h --tick 0 -j - | logs | grep -o '"host":"[^"]*"'
