# A line over the limit is skipped, what is around it is not; a long name is no name.
{ echo '{"a":1}'; head -c 1100000 /dev/zero | tr '\0' x; echo; echo '{"a":2}'; } |
	slawatch -p procuratorate 2>err || echo "status $?"
tail -n 1 err
{ printf '{"time":"2026-03-02T09:00:00+08:00","type":"case","event":"opened","priority":1,"case":"'
head -c 2000 /dev/zero | tr '\0' x; echo '"}'; } | slawatch -p procuratorate 2>err | wc -l
tail -n 1 err
