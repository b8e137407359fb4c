# Run by a timer: each run keeps what is new, whatever happened to the file in between.
echo '2026-11-20 10:00:00 one' >app.log
archive-logs logs app.log
echo '2026-11-20 10:00:01 two' >>app.log
mv app.log app.log.1
echo '2026-11-20 10:00:02 three' >app.log
archive-logs logs app.log
cat >sources.conf <<'EOF'
[source app]
path = *.log
system = orders
EOF
echo '2026-11-20 10:00:03 four' >>app.log
echo '2026-11-20 10:00:04 five' >new.log
archive-logs logs -c sources.conf
archive-logs logs '*.log'
archive cat logs | jq -r 'select(.msg).msg'
archive verify -q logs
archive-logs 2>&1 || echo "status $?"
