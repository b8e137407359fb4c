# One day of records of every type as text, in Chinese and in English.
reportfmt -o text <"$TOP/reportfmt/day.ndjson"
reportfmt -o text -l en <"$TOP/reportfmt/day.ndjson"
