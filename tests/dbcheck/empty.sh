# A configuration without a target, and one that is not there.
: >empty.conf
dbcheck -c empty.conf && echo 0 || echo $?
mkdir none
dbcheck -c none && echo 0 || echo $?
dbcheck -n -c none && echo 0 || echo $?
SLUICE_ETC=. dbcheck && echo 0 || echo $?
mkdir dbcheck
printf '[target a]\nproduct = nosuch\n' >dbcheck/a.conf
SLUICE_ETC=. dbcheck && echo 0 || echo $?
