# One day of three: what was open before is carried over, what comes after does not exist yet.
cat >in <<'F'
{"time":"2026-11-19T23:59:59.999+08:00","type":"log","system":"a","severity":"err","msg":"before","rule":"r"}
{"time":"2026-11-19T10:00:00+08:00","type":"case","case":"C-1","event":"opened","priority":1}
{"time":"2026-11-19T10:00:00+08:00","type":"clock","clock":"resolution","case":"C-1","priority":1,"state":"started","due":"2026-11-20T10:00:00+08:00"}
{"time":"2026-11-19T11:00:00+08:00","type":"case","case":"C-2","event":"opened","priority":2}
{"time":"2026-11-19T12:00:00+08:00","type":"case","case":"C-2","event":"closed","priority":2}
{"time":"2026-11-19T11:00:00+08:00","type":"clock","clock":"response","case":"C-2","priority":2,"state":"breached","due":"2026-11-19T11:00:00+08:00"}
{"time":"2026-11-19T12:00:00+08:00","type":"check","target":"db","check":"up","status":"critical"}
{"time":"2026-11-19T12:00:00+08:00","type":"check","target":"web","check":"up","status":"critical"}
{"time":"2026-11-20T00:00:00+08:00","type":"log","system":"a","severity":"err","msg":"first of the day","rule":"r"}
{"time":"2026-11-20T08:00:00+08:00","type":"check","target":"web","check":"up","status":"ok"}
{"time":"2026-11-20T10:00:00+08:00","type":"clock","clock":"resolution","case":"C-1","priority":1,"state":"breached","due":"2026-11-20T10:00:00+08:00"}
{"time":"2026-11-20T12:00:00+08:00","type":"case","case":"C-3","event":"opened","priority":3}
{"time":"2026-11-20T15:59:59Z","type":"log","system":"a","severity":"info","msg":"last of the day","rule":"r"}
{"time":"2026-11-20T16:00:00Z","type":"log","system":"a","severity":"emerg","msg":"after","rule":"r"}
{"time":"2026-11-21T00:00:00+08:00","type":"case","case":"C-3","event":"closed","priority":3}
{"time":"2026-11-21T09:00:00+08:00","type":"case","case":"C-4","event":"opened","priority":3}
{"type":"log","msg":"when?"}
F
reportfmt -l en --zone Asia/Shanghai --day 2026-11-20 <in
# A day of 23 hours, and one whose hours are not ours.
echo '{"time":"2026-03-29T21:59:59Z","type":"log","msg":"a"}' |
	reportfmt -l en --zone Europe/Berlin --day 2026-03-29 | sed -n '2p'
echo '{"time":"2026-11-20T00:30:00Z","type":"log","msg":"a"}' |
	reportfmt -l en --zone Asia/Kathmandu | sed -n '2p;/^06 /p'
