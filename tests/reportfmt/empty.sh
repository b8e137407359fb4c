# No input at all is a report that claims nothing: no zero where nothing is known, no 100 %.
reportfmt </dev/null
reportfmt -o html </dev/null | "$B/tests/tools/html" >/dev/null
reportfmt -o csv </dev/null | "$B/tests/tools/csv" >/dev/null
reportfmt -l en -o markdown </dev/null | grep -c '%' || :
reportfmt -o rfc5424 </dev/null
printf '\n\n' | reportfmt -o rfc5424
