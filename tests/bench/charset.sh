#!/bin/sh
# Text of other encodings as UTF-8.
exec "$B/tests/bench/charset_bench"
