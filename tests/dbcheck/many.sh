# Many targets, few workers: each gets its answer, no more workers at a time than asked for.
. "$TOP/dbcheck/common"
own
sqlite3 a.db 'CREATE TABLE t (a)'
for i in $(seq 60); do printf '[target t%d]\nproduct = sqlite\ndatabase = a.db\nchecks = size\n' "$i"; done >t.conf
for j in 1 4 64; do
	dbcheck -j $j -c t.conf >out && echo 0 || echo $?
	jq -r .target out | sort -u | wc -l
	wc -l <out
done
# With one worker at a time they come in order.
dbcheck -j 1 -c t.conf | jq -r .target | tr -d t | sort -nc && echo in order
# Only those named.
dbcheck -c t.conf t7 t9 t7 | jq -r .target | sort
