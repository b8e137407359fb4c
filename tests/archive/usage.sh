# Wrong use is status 3 and one line.
try() { archive "$@" </dev/null && rc=0 || rc=$?; echo "$* -> $rc" >&2; }
try
try keep d
try append
try append d e
try append --commit soon d
try append --commit 9M d
try append --segment 1 d
try cat --since yesterday d
try grep d
try grep '(' d
try verify
try positions
try ls --long d
try seal
[ ! -e d ]
archive --version
archive --help | head -n 1
archive cat --help | head -n 1
