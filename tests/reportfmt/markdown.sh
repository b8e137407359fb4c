# One day of records of every type as markdown, in Chinese and in English.
reportfmt -o markdown <"$TOP/reportfmt/day.ndjson"
reportfmt -o markdown -l en <"$TOP/reportfmt/day.ndjson"
