# stdin is the path -, its fid differs from run to run; -f ends with it.
. "$TOP/logtail/helpers"
printf 'a\r\n\nb' | logtail -H h - | logs
a=$(echo x | logtail - | sed 's/.*"fid":"\([^"]*\).*/\1/')
b=$(echo x | logtail - | sed 's/.*"fid":"\([^"]*\).*/\1/')
[ "$a" != "$b" ] && echo "another fid"
printf 'c\nd\n' | logtail -f -H h - | texts
