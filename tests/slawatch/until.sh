# --until: at the end of the input time goes on to there; the long names of the other options.
. "$TOP/slawatch/helpers"
one_clock 7x24 </dev/null
step 09:00:00 C-1 opened 3 >in
echo '--- the input only'
slawatch --contract=./c.conf <in | brief
echo '--- to the deadline, and beyond it'
slawatch -p ./c.conf --until 2026-03-02T17:00:00+08:00 <in | brief
slawatch -p ./c.conf --until=2026-03-02T17:00:01+08:00 <in >out || echo "status $?"
brief <out
echo '--- not back'
slawatch -p ./c.conf --until 2026-03-01T00:00:00+08:00 <in | brief
slawatch -p ./c.conf --until tomorrow <in || echo "status $?"
slawatch --check --contract ./c.conf
slawatch -n -p ./c.conf
