# Lines that are not records are said, counted and skipped; so are records without a time that matter.
printf '%s\n' '{"type":"log"' 'x' '' '{"type":"log","msg":"no time"}' '{"type":"case","case":"A","event":"opened"}' \
	'{"time":"2026-03-02T09:00:00+08:00","type":"case","event":"opened","priority":1}' |
	slawatch -p procuratorate
