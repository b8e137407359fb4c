# Working-time arithmetic as other systems have it: every case of the outside test data.
[ -r "$DATA/sla-cases.ndjson" ] || { echo "no outside test data ($DATA/sla-cases.ndjson)"; exit 77; }
[ -d /usr/share/zoneinfo/Europe ] || { echo "no time zones (tzdata)"; exit 77; }
ran=0 bad=0

# The calendar of a case, as a file.
calendar() {
	jq -r '.calendar |
		"[calendar]", "zone = \(.tz)", "known = always",
		(if $next then "due_at_close = next" else empty end),
		"[hours]", (.hours | to_entries[] | "\(.key) = \(.value | join(" "))"),
		"[holidays]", ((.holidays // [])[] | "\(.) = a holiday"),
		"[workdays]", ((.makeup_workdays // [])[] | "\(.) = a make-up workday"),
		"[shifts]", ((.shifts // {}) | to_entries[] | "\(.key) = \(.value | join(" "))"),
		"[breaks]", ((.breaks // {}) | to_entries[] | "\(.key) = \(.value | join(" "))")' \
		--argjson next "$(jq '.convention == "next-opening"' one)" one >cal.conf
}

ask() {
	got=$(slawatch "$@") || :
}

# As the case has it: without an offset where it is in the calendar's zone.
same() {
	case $1 in
	*Z) ;;
	*) got=${got%[+-]??:??} got=${got%Z} ;;
	esac
	[ "$got" = "$1" ] || { echo "$(jq -r .id one): $got, not $1"; bad=$((bad + 1)); }
}

while IFS= read -r line; do
	printf '%s\n' "$line" >one
	ran=$((ran + 1))
	kind=$(jq -r .kind one)
	get() { jq -r "$1 // empty" one; }
	case $kind in
	due | due_days)
		calendar
		set -- $(jq -r '(.pauses // [])[] | "--pause=\(.[0])/\(.[1])"' one)
		if [ "$kind" = due ]; then long=$(get .duration_s)s;
		else long=$(get .workdays)wd$(jq -r 'if .end_of_day then "-eod" else "" end' one); fi
		ask --calendar ./cal.conf "$@" --due "$(get .start)" "$long"
		same "$(get .due)"
		;;
	elapsed)
		calendar
		set -- $(jq -r '(.pauses // [])[] | "--pause=\(.[0])/\(.[1])"' one)
		ask --calendar ./cal.conf "$@" --elapsed "$(get .start)" "$(get .end)"
		same "$(jq -r .elapsed_s one)"
		;;
	cn_nth_workday)
		ask --calendar cn --workday -- "$(get .date)" "$(jq -r .delta one)"
		same "$(get .workday)"
		;;
	cn_is_workday)
		rc=0
		slawatch --calendar cn --day "$(get .date)" >/dev/null || rc=$?
		got=$([ $rc = 0 ] && echo true || echo false)
		same "$(jq -r .workday one)"
		;;
	cn_count)
		ask --calendar cn --workdays "$(get .from)" "$(get .to)"
		got=$(echo $got)
		same "$(jq -r '.list | join(" ")' one)"
		;;
	*)
		echo "$(get .id): unknown kind $kind"
		bad=$((bad + 1))
		;;
	esac
done <"$DATA/sla-cases.ndjson"
[ "$ran" -gt 40 ] || echo "only $ran cases"
echo "$bad wrong"
