# One day of records of every type as messages, and the options.
in=$TOP/reportfmt/day.ndjson
reportfmt -o rfc5424 <"$in"
reportfmt -o rfc5424 --type duty --type check --facility local7 --sd-id x@1 <"$in"
