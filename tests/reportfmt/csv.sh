# One day of records of every type as csv, in Chinese and in English.
reportfmt -o csv <"$TOP/reportfmt/day.ndjson"
reportfmt -o csv -l en <"$TOP/reportfmt/day.ndjson"
reportfmt -o csv --bom <"$TOP/reportfmt/day.ndjson" | head -c 3 | od -An -tx1
reportfmt -o csv <"$TOP/reportfmt/day.ndjson" | "$B/tests/tools/csv" | wc -l
