# The latest source record of each file, and how far its log records are stored.
archive append d <<'EOF'
{"type":"source","fid":"f1","path":"a.log","off":0,"tail":"00"}
{"type":"log","fid":"f1","off":0,"end":5,"msg":"one"}
{"type":"source","fid":"f2","path":"b.log","off":100,"tail":"11"}
{"type":"log","fid":"f3","off":0,"end":5,"msg":"a file that nobody introduced"}
{"type":"log","fid":"f1","off":5,"end":9,"msg":"two"}
EOF
archive positions d
echo
archive append d <<'EOF'
{"type":"source","fid":"f1","path":"a.log","off":9,"tail":"22"}
EOF
archive positions d
echo
archive seal d
archive append d <<'EOF'
{"type":"log","fid":"f2","off":100,"end":120,"msg":"one"}
EOF
archive positions d
rm d/*.tail
archive positions d
echo
# of one path, the last eight generations are kept
for i in 1 2 3 4 5 6 7 8 9 10; do echo "{\"type\":\"source\",\"fid\":\"g$i\",\"host\":\"h\",\"path\":\"c.log\",\"off\":$i}"; done | archive append e
archive positions e | cut -d , -f 2 | tr '\n' ' '
echo
echo '{"type":"source","path":"c.log"}' | archive append e || echo "status $?"
# and of all sources 4096, the latest
awk 'BEGIN { for (i = 1; i <= 4100; i++) printf "{\"type\":\"source\",\"fid\":\"%d\",\"path\":\"%d.log\",\"off\":%d}\n", i, i, i }' | archive append f
archive positions f | wc -l
archive positions f | head -n 1
archive append f </dev/null
archive positions f | wc -l
