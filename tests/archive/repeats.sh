# What was stored once is left out: log records by fid and off, derived ones by seq and n.
cat >in <<'EOF'
{"type":"log","fid":"f1","off":0,"end":5,"msg":"one"}
{"type":"log","fid":"f1","off":5,"end":9,"msg":"two"}
{"type":"log","fid":"f2","off":0,"end":5,"msg":"one"}
{"type":"log","msg":"no identity"}
{"type":"clock","seq":2,"n":1,"state":"started"}
{"type":"clock","seq":2,"n":2,"state":"met"}
{"type":"check","seq":9}
EOF
archive append d <in
archive append --pass d <in
cat >more <<'EOF'
{"type":"log","fid":"f1","off":5,"end":9,"msg":"two"}
{"type":"log","fid":"f1","off":9,"end":12,"msg":"three"}
{"type":"log","fid":"f1","off":9,"end":12,"msg":"three"}
{"type":"clock","seq":2,"n":2,"state":"met"}
{"type":"clock","seq":3,"n":1,"state":"breached"}
EOF
archive append --pass d <more
# the same after the segment was sealed, and without its tail
archive seal d
archive append d <more
rm d/*.tail
archive append d <more
archive cat d | sort | uniq -c | awk '$1 > 1' 
archive cat d | wc -l
