# seal closes a small segment; what was sealed stays as it is, byte for byte.
echo '{"a":1}' | archive append d
archive seal d
archive seal d
cp d/0000000001.zst one
ls d
echo '{"a":2}' | archive append d
ls d
cmp one d/0000000001.zst
zstd -q -dc d/*.zst
archive ls d | awk '{ print $1, $2, $3, $4, $5 }'
archive verify d | sed "s, chain .*,,"
