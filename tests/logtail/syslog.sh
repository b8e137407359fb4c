# The host that a line names; -H wins.
. "$TOP/logtail/helpers"
cat >f <<'END'
<34>1 2026-11-20T20:52:36.003Z db01.example.com su - ID47 - 'su root' failed
<13>Nov 20 2026 20:52:36 web02 app: hi
2026-11-20T20:52:37.5+08:00 web03 sshd[12]: Accepted
2026-11-20T20:52:38+08:00 INFO start: not a host
END
logtail f | logs | sed "s/\"$(hostname)\"/\"(this machine)\"/"
logtail -H h f | logs | cut -c 1-80
