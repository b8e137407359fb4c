# How clocks end: each way that slawatch says it, and what the report makes of it.
t() { echo "{\"time\":\"2026-11-20T$1:00Z\",\"type\":\"clock\",\"contract\":\"c\",\"clock\":\"${5-response}\",\"$2\":\"$3\",\"priority\":1,\"state\":\"$4\",\"due\":\"2026-11-20T09:00:00Z\"${6-}}"; }
{
	for s in started met; do t 08:00 case met $s; done
	for s in started breached stopped; do t 08:00 case late $s; done
	for s in started breached cancelled; do t 08:00 case given-up $s; done
	for s in started warning paused resumed warning met; do t 08:00 case near $s; done
	for s in started warning; do t 08:00 case still-open $s; done
	# a late record shows that a broken clock was met
	for s in started breached; do t 08:00 case corrected $s; done
	t 08:30 case corrected met response ',"corrects":"breached"'
	# met, opened again: the same clock runs on, and breaks
	for s in started met; do t 08:00 case reopened $s; done
	t 08:30 case reopened resumed response ',"reopened":true'
	t 09:00 case reopened breached
	# met, and begun anew: two runs, one of each
	for s in started met started breached; do t 08:00 case twice $s; done
	# not a case, but a target, and a clock that the form does not name
	for s in started breached; do t 08:00 target db1 $s arrival; done
	t 08:00 case unknown melted
} >in
reportfmt -l en <in | sed -n '/^2\./,/^4\./p'
# A case that is closed is over, whatever its clocks say; an inspection is no case.
{ t 08:00 case C started; echo '{"type":"case","case":"C","event":"opened","priority":2,"time":"2026-11-20T08:00:00Z"}
{"type":"case","case":"C","event":"closed","time":"2026-11-20T08:10:00Z"}
{"type":"case","case":"D","event":"closed","time":"2026-11-20T08:10:00Z"}
{"type":"case","case":"D","event":"reopened","time":"2026-11-20T08:20:00Z"}
{"type":"case","event":"opened","time":"2026-11-20T08:20:00Z"}
{"type":"case","case":"I-1","event":"inspected","time":"2026-11-20T08:20:00Z"}'; } | reportfmt -l en | sed -n '/^2\./,/^3\./p'
