# Every process of the pipeline is killed 50 times while a log grows and is rotated by renaming:
# each line is in the archive exactly once, in order.  CRASH_SEED=N repeats what went wrong.
# seconds: 300
: "${CRASH_SEED:=$(date +%s)}"
mkdir run control
"$B/tests/tools/crash" -s "$CRASH_SEED" -k 50 -n 50000 -x logclassify run 2>err || { cat err >&2; exit 1; }
archive verify -q run/archive
echo "archive whole: $?"
# The control: without the positions of the archive the same must lose lines.
"$B/tests/tools/crash" -c -s 1 -k 8 -n 8000 control 2>err || :
