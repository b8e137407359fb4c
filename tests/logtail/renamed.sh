# A file of a pattern that gets another name of that pattern, with its directory or alone,
# or several names: each line is read once, under one name.
. "$TOP/logtail/helpers"
mkdir -p logs/a
echo 1 >logs/a/app.log
follow 'logs/*/*.log'
lines 1
mv logs/a logs/b
echo 2 >>logs/b/app.log
lines 2
mv logs/b/app.log logs/b/other.log
echo 3 >>logs/b/other.log
lines 3
ln logs/b/other.log logs/b/hard.log
ln -s other.log logs/b/soft.log
mkdir logs/c
echo new >logs/c/app.log	# the names before it were looked at when it is read
lines 4
echo 4 >>logs/b/hard.log
lines 5
# what has the first name now is a file of its own; the other one goes on
mkdir logs/a
echo again >logs/a/app.log
lines 6
echo 5 >>logs/b/other.log
lines 7
echo last >>logs/c/app.log
lines 8
stop
