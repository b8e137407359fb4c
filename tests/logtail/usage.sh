# Wrong use is status 3 and one line.
for o in '' '-x f' '-n x f' '-n -1 f' '--tick 5 f' '-z Nowhere/City f' '-k other f'; do
	logtail $o && rc=0 || rc=$?
	echo "'$o': $rc"
done
logtail --version
logtail --help | head -n 1
