# Lines that are no records are reported, left out, and make the status 2; the rest is stored.
printf '%s\n' '{"a":1}' 'no record' '' '[1]' '{"a":2}' '{"a":' | archive append d || echo "status $?"
archive cat d
archive verify d >v || echo "verify $?"
cut -d ' ' -f 1 v
# the last line may lack its newline
printf '{"a":3}' | archive append d
archive cat d
