# Short and interrupted reads and writes change nothing.
. "$TOP/dbcheck/common"
own
for i in 1 2 3 4 5; do printf '[target t%d]\nproduct = mock\nserver = ok\n' $i; done >t.conf
dbcheck -c t.conf | brief >want
for seed in 1 2 3; do
	FAULT_SEED=$seed "$TOP/fault/with" short,eintr dbcheck -c t.conf | brief >got
	cmp want got && echo same
done
