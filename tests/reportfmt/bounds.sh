# More of everything than is kept: totals stay exact, and what is not in a list is said.
awk 'BEGIN { for (i = 0; i < 70000; i++) {
	printf "{\"time\":\"2026-11-20T08:00:00Z\",\"type\":\"log\",\"system\":\"s%d\",\"severity\":\"info\",\"fp\":\"%016x\",\"path\":\"/p%d\",\"msg\":\"m\"}\n", i % 1200, i, i % 5000
	if (i < 70) printf "{\"type\":\"t%d\"}\n", i } }' >in
reportfmt -l en <in | sed -n '/^Log records/p;/^Others/p;/^Total/p;/more rows/p;/more than/p;/were of kinds/p;/no section/p;/^Made/p'
