# Both languages beside each other; what is filled in has the language of its sentence.
reportfmt -o markdown -l both <"$TOP/reportfmt/day.ndjson" | sed -n '1,40p'
