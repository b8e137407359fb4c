# What is passed on has its number; control records keep their place and are not stored.
cat >in <<'EOF'
{"type":"source","time":"2026-11-21T08:00:00Z","fid":"f1","path":"a.log","off":0,"head":"00"}
{"type":"log","fid":"f1","off":0,"end":5,"msg":"one"}
{"type":"tick","time":"2026-11-21T08:00:01Z","source":"s"}
{"type":"check","seq":77,"status":"ok"}
{ "n" : 1.50 , "big":9007199254740993 }
{"type":"flush","id":4}
{}
EOF
archive append --pass d <in
echo
archive cat d
echo
archive cat --seq d
echo
# without --pass only a flush comes out: whoever sent it knows that all before it is safe
archive append e <in
archive cat e | wc -l
