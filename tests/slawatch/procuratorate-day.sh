# A day under the contract: an ICE service that does not start, an Oracle alert, a disk that fills.
# Each clock record below was checked by hand against the table of limits (30 min; 24, 24, 8, 8 h).
slawatch -p procuratorate <"$TOP/slawatch/day.ndjson" >out || echo "status $?"
grep '"type":"clock"' out
echo
grep '"type":"duty"' out
# everything else passed as it came
grep -v '"type":"\(clock\|duty\)"' out | cmp - "$TOP/slawatch/day.ndjson"
