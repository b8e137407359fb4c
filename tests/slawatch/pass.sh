# What is not its own passes byte for byte, in order; what it makes carries the number of its cause.
. "$TOP/slawatch/helpers"
cat >in <<'X'
{ "a" : 1.50, "a": 2, "time":"not a time" }
{"type":"log","time":"2026-03-02T08:59:59+08:00","msg":"雪\u96ea","n":9007199254740993}
{"type":"flush","id":7}
{"time":"2026-03-02T09:00:00+08:00","type":"case","case":"A","event":"opened","priority":3,"seq":41,"system":"uni"}
{"time":"2026-03-02T09:31:00+08:00","type":"case","case":"A","event":"responded","seq":42}
{"type":"tick","time":"2026-03-02T13:00:00+08:00","source":"x"}
{"time":"2026-03-02T13:00:00+08:00","type":"source","fid":"00"}
X
slawatch -p procuratorate <in >out 2>/dev/null || echo "status $?"
grep -v '"type":"clock"' out | cmp - in
cat out
