# What no rule knows, and what is no log record, leaves byte for byte.
"$TOP/logclassify/helpers" small >r.rules
cat >in <<'END'
{ "type" : "log" , "msg" : "unknown A" , "n" : 9007199254740993 , "x":1.50e+00 }
{"type":"check","msg":"Failed password for root from 192.0.2.1 port 22"}
{"msg":"Failed password for root from 192.0.2.1 port 22"}
{"type":"log","msg":17}
{"type":"log"}
{"type":"log","msg":""}
{"type":"log","msg":"a","msg":"b"}
{}
{"type":"source","fid":"a","off":0}
{"type":"tick","time":"2026-01-01T00:00:00Z","source":"x"}
{"type":"flush","id":7}
END
logclassify -r r.rules <in | cmp - in
# but of several members of one name the last is read
echo '{"type":"log","msg":"x","msg":"a timeout"}' | logclassify -r r.rules
# with -F the log records with a text have a fingerprint, and only they
logclassify -F -r r.rules <in
