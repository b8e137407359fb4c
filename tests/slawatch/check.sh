# -n reads all of it and says every mistake, each with its place.
slawatch -n -p procuratorate 2>/dev/null
cat >bad.conf <<'X'
[contract]
calendar = nowhere
other = 1
[clock a]
start = .event ==
stop = .event == "x"
limit = soon
warn = 120%
days = never cn
reopen = maybe
[clock a]
start = true
stop = false
limit = 1h
[level 1]
b = 8h
[level 17]
[duty d]
period = fortnight
due = noon
per = system
[nonsense]
X
slawatch -n -p ./bad.conf 2>err || echo "status $?"
sed "s,$ETC,ETC," err
printf '[contract]\nname = x\n' >empty.conf
slawatch -n -p ./empty.conf || echo "status $?"
printf '[clock a]\nstart = true\nstop = false\n' >bare.conf
slawatch -n -p ./bare.conf || echo "status $?"
printf '[clock a]\nstart = true\nstop = false\nlimit = 8h\n' >bare.conf
slawatch -n -p ./bare.conf || echo "status $?"
