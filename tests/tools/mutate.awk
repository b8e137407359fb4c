# mutate.awk - lines made from lines: cut, joined, repeated, with words of others, in another case.
#	awk -v n=COUNT -v seed=SEED -f mutate.awk FILE...
function draw(below) { state = (state * 16807) % 2147483647; return state % below }
BEGIN { state = seed ? seed : 1 }
{ line[count++] = $0 }
END {
	for (i = 0; i < n && count; i++) {
		a = line[draw(count)]
		for (k = draw(3); k >= 0; k--) {
			b = line[draw(count)]
			at = draw(length(a) + 1) + 1
			what = draw(6)
			if (what == 0) a = substr(a, 1, at - 1) substr(b, draw(length(b) + 1) + 1)
			else if (what == 1) a = substr(a, at)
			else if (what == 2) a = substr(a, 1, at - 1) substr(a, at + 1)
			else if (what == 3) a = toupper(substr(a, 1, at - 1)) substr(a, at)
			else if (what == 4) a = tolower(a)
			else a = a " " substr(b, 1, draw(40))
		}
		print a
	}
}
