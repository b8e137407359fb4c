# Times of the wall clock do not move the time of the stream.
. "$TOP/slawatch/helpers"
one_clock 7x24 </dev/null
{ step 09:00:00 A opened 3
echo '{"time":"2026-11-21T04:56:08.458Z","type":"source","fid":"00"}'
echo '{"time":"2026-11-21T04:56:08.458Z","type":"log","time_from":"read","msg":"no time in it"}'
step 10:00:00 A resolved
step 10:00:00 B opened 3
echo '{"time":"2026-03-02T18:30:00+08:00","type":"log","time_from":"previous","msg":"x"}'; } |
	slawatch -p ./c.conf 2>/dev/null >out || echo "status $?"
brief <out
