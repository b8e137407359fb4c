#!/bin/sh
# Times from and to text.
exec "$B/tests/bench/ts_bench"
