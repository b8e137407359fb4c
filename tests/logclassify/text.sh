# Escapes, other alphabets, text that is not sound, and entries of several lines.
cat >r.rules <<'END'
[tab]
match = a\tb\\c"(?<rest>.*)
set = category=x
[disk]
match = 磁盘(?<name>\S+)空间不足
set = category=storage
[trace]
match = (?m)^Caused by: (?<cause>.*)$
set = category=java
[start]
match = ^two$
set = category=never
[dot]
match = café.
set = category=dot
END
logclassify -r r.rules <<'END'
{"type":"log","msg":"a\tb\\c\"d\u00e9\ud83d\ude00 \u0001"}
{"type":"log","msg":"\u78c1\u76d8 /dev/sda1 正常"}
{"type":"log","msg":"\u78c1\u76d8/数据空间不足"}
{"type":"log","msg":"one\ntwo\nCaused by: java.io.IOException: x\n at y"}
{"type":"log","msg":"one\ntwo"}
{"type":"log","msg":"caf\u00e9"}
{"type":"log","msg":"café\ud800!"}
{"type":"log","msg":"a\u0000café!\u0000"}
END
# a field is cut between characters
printf '[long]\nmatch = <(?<all>.*)>\nset = a=b\n' >l.rules
awk 'BEGIN { s = "xx"; for (i = 0; i < 2000; i++) s = s "磁"; print "{\"type\":\"log\",\"msg\":\"<" s ">\"}" }' |
	logclassify -r l.rules | jq -r .fields.all | wc -c
