# Page, --help and program have the same options; pages name what is there, and record.5 what is written.
filters=$TOP/../filters
foreign=' fdatasync.2 flock.2 fsync.2 glob.7 grep.1 gzip.1 jq.1 pcre2pattern.3 strftime.3 systemd.syntax.7 systemd.unit.5 xz.1 zstd.1 '

# The options in a text; "-Fn" is two.
options() {
	tr -cs 'a-zA-Z0-9-' '\n' | awk '/^--[a-z][a-z0-9-]+$/ { print }
		/^-[a-zA-Z]+$/ { for (i = 2; i <= length($0); i++) print "-" substr($0, i, 1) }' | sort -u
}

for page in "$filters"/*.1; do
	program=$(basename "$page" .1)
	"$program" --help | sed '/^Example:/d; s/zstd -dc//' | options >help
	mandoc -Tascii -O width=100 "$page" | sed "s/.$(printf '\b')//g" >text
	sed '1,/^SYNOPSIS/d; /^DESCRIPTION/,$d' text | options >synopsis
	sed '1,/^DESCRIPTION/d; /^EXAMPLES/,$d' text >described
	options <described >all
	[ -s synopsis ] || echo "$program.1 has no options in its synopsis"
	comm -23 help all | grep -vxe --help -e --version | sed "s/\$/ is not described in $program.1/" || :
	comm -23 synopsis help | sed "s/\$/ is in the synopsis of $program.1 only/"
	# what the page lists, by one of its names
	sed -n 's/^     \(-.*\)/\1/p' described | sed 's/   *.*//' | while IFS= read -r item; do
		printf '%s\n' "$item" | options >names
		[ -n "$(comm -12 names help)" ] || echo "$program --help lacks $item"
	done
	# what the program knows
	sed -n 's/^[^"]*{ "\([a-z0-9-]*\)", [a-z]*_argument,.*/--\1/p' "$filters/$program".c "$filters/${program}"_*.[ch] |
		sort -u >known
	comm -23 known all | sed "s/\$/ is known to $program and not in its page/"
	comm -23 help known | grep -e '^--' | grep -vxe --help -e --version |
		sed "s/\$/ is in $program --help and not known to it/" || :
done

for page in "$filters"/*.[1-8]; do
	awk '{ for (i = 1; i < NF - 1; i++) if ($i ~ /^\.?Xr$/) print $(i + 1) "." $(i + 2) }
		$1 ~ /^\.?Xr$/ && NF == 3 { print $2 "." $3 }' "$page" | sort -u >named
	[ -s named ] || echo "${page##*/} names no page"
	while read -r name; do
		case $foreign in *" $name "*) continue ;; esac
		[ -f "$filters/$name" ] || echo "${page##*/} names $name, which is not there"
	done <named
	case ${page##*/} in sluice.7) ;; *)
		name=${page##*/}
		sed '1,/^.Sh SEE ALSO/d' "$filters/sluice.7" | grep -q "^.Xr ${name%.*} ${name##*.}" ||
			echo "sluice.7 does not name $name" ;;
	esac
done

# record.5 has every member that a program writes.
sed -n 's/^\.\(It \)\{0,1\}Cm //p' "$filters/record.5" | tr -cs 'a-z_' '\n' | sort -u >explained
writers=$(echo "$filters"/logtail_*.c "$filters/dbcheck_record.c")
{
	grep -ohE 'rec_set_[a-z]+\([a-z>-]+, "[a-z_]+"' "$filters"/*.c
	grep -ohE '(member|put_(string|time|raw|double))\([a-z&>-]+, "[a-z_]+"' $writers
	grep -ohE '\\"[a-z_]+\\":' $writers
} | sed 's/[^"]*"\([a-z_]*\).*/\1/' | sort -u >written
[ "$(grep -c . written)" -gt 40 ] || cat written
comm -23 written explained | sed 's/$/ is written and not in record.5/'
