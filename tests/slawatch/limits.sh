# The limits of the contract, both calendars, over week-ends, holidays and make-up workdays.
. "$TOP/slawatch/helpers"
for calendar in 7x24 5x8; do
	mkdir $calendar
	cp "$ETC"/contracts/procuratorate/*.conf $calendar
	sed -i "s/^calendar = 7x24/calendar = $calendar/" $calendar/contract.conf
	echo "on $calendar: received, 30 minutes, levels 1 to 4"
	for t in 2025-03-03T09:00:00 2025-03-03T16:00:00 2025-03-07T16:00:00 2025-03-08T10:00:00 \
	    2025-09-30T16:00:00; do
		for level in 1 2 3 4; do step $t C-$level opened $level; done |
			slawatch -p ./$calendar 2>/dev/null |
			jq -r 'select(.type == "clock" and .state == "started" and
				(.clock == "resolution" or (.clock == "response" and .case == "C-1"))) | .due' |
			sed 's/:00\.000+08:00//; s/^20..-//' | tr '\n' ' ' | sed "s/^/$t  /; s/ *\$//"
		echo
	done
done
