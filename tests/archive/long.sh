# A line of 1 MiB is a record, a longer one is not; what comes after it is.
awk 'BEGIN { s = sprintf("%1048566s", ""); gsub(/ /, "x", s); printf "{\"a\":\"%s\"}\n{\"b\":\"xx%s\"}\n{\"c\":1}\n", s, s }' >in
archive append d <in || echo "status $?"
archive cat d | awk '{ print length }'
archive cat d | tail -n 1
archive verify d | cut -d ' ' -f 1
