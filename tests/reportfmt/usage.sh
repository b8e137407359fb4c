# Wrong use is status 3 and one line; no form is wrong use too.
try() { reportfmt "$@" </dev/null && rc=0 || rc=$?; echo "$* -> $rc" >&2; }
try x
try -x
try -o pdf
try -l fr
SLUICE_ETC=/nowhere try -r nothing
try -r ./none.report
try --width 10
try --width wide
try --zone Mars/Olympus
try --zone ''
try --day 2026-11-20
try --zone UTC --day 2026-11-31
try --zone UTC --day today
try -o rfc5424 --facility beer
try -o rfc5424 --sd-id 'a b'
try -o rfc5424 --sd-id ''
SLUICE_ETC=/nowhere try -n
reportfmt -n
reportfmt --version
reportfmt --help | head -n 1
