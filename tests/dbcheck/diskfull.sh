# No room for the output: status 2.
sqlite3 a.db 'CREATE TABLE t (a)'
printf '[target a]\nproduct = sqlite\ndatabase = a.db\n' >a.conf
dbcheck -c a.conf >/dev/full && echo 0 || echo $?
dbcheck -c a.conf --list >/dev/full && echo 0 || echo $?
dbcheck --help >/dev/full && echo 0 || echo $?
