# Output that cannot be written.
echo x >f
logtail f >/dev/full && rc=0 || rc=$?
echo "status $rc"
echo x | logtail - >/dev/full && rc=0 || rc=$?
echo "status $rc"
