# The files of sources are right, also all together; each says what it reads, and is listed.
logtail --check-config -c "$ETC/sources"
for f in "$ETC"/sources/*.conf; do
	logtail --check-config -c "$f"
	n=$(basename "$f" .conf)
	grep -q "^| .$n. | [^ ]" "$ETC/sources/README.md" || echo "$n is not listed"
	head -n 1 "$f" | grep -q '^# [^ ]' || echo "$n does not say what it reads"
	awk '/^\[/ { if (s && !k) print FILENAME ": " s ": no kind"; s = $0; k = 0 } /^kind = / { k = 1 }
		END { if (!k) print FILENAME ": " s ": no kind" }' "$f"
	sed 's/.\x08//g' "$TOP/../filters/sources.5" | grep -q "[ ,]${n}[,.]\|^${n}[,.]" || echo "$n is not in sources.5"
done
# What the page of the format shows is right as well.
mandoc -Tutf8 "$TOP/../filters/sources.5" | sed 's/.\x08//g' | awk '/^EXAMPLES/ { on = 1 } /^SEE/ { on = 0 }
	on && /^ *(\[source |[a-z_]+ = )/ { sub(/^ */, ""); print }' >examples.conf
logtail --check-config -c examples.conf
grep -c '^\[source' examples.conf
# Each key of the page is known, and the other way round.
sed -n 's/^\.It Cm \([a-z_]*\)$/\1/p' "$TOP/../filters/sources.5" | sort >page
sed -n 's/^	{ "\([a-z_]*\)", take_[a-z_]* },$/\1/p' "$TOP"/../filters/logtail_sources.c "$TOP"/../filters/logtail_values.c | sort >known
diff page known
