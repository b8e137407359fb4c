# seconds: 120
# Which positions are forgotten: first those of files that a newer one of their path replaced,
# last what may still be read, and then it is said, once.
source() { printf '{"type":"source","fid":"%s","host":"h","path":"%s","off":%d}\n' "$1" "$2" "$3"; }
# the file that is quiet since the start stays, while others rotate again and again
{
	source quiet quiet.log 7
	awk 'BEGIN { for (i = 0; i < 4094; i++)
		printf "{\"type\":\"source\",\"fid\":\"a%d\",\"path\":\"%d.log\",\"off\":1}\n", i, i
	for (i = 0; i < 900; i++)
		printf "{\"type\":\"source\",\"fid\":\"b%d\",\"path\":\"%d.log\",\"off\":2}\n", i, i }'
} | archive append d
archive positions d | wc -l
archive positions d | grep quiet
archive positions d | grep -c '"fid":"b'
archive append d </dev/null
archive positions d | grep quiet
# so do they in the index, when the tail is lost
echo '{"a":1}' | archive append d
archive seal d
rm d/*.tail
archive positions d | grep quiet
archive positions d | grep -c '"fid":"b'
# more than there is room for: said once, not at each of them
awk 'BEGIN { for (k = 0; k < 2; k++) for (i = 0; i < 4120; i++)
	printf "{\"type\":\"source\",\"fid\":\"%d\",\"path\":\"%d.log\",\"off\":%d}\n", i, i, k }' |
	archive append --commit 4K e
archive positions e | wc -l
# and what nobody introduced goes before what somebody did
{
	source quiet quiet.log 7
	awk 'BEGIN { for (i = 0; i < 4100; i++)
		printf "{\"type\":\"log\",\"fid\":\"%d\",\"off\":0,\"end\":9}\n", i }'
} | archive append f
archive positions f | grep quiet
# of one path: nine files one after the other are as usual, nine at a time are not
for i in 1 2 3 4 5 6 7 8 9 10; do source g$i app.log $i; done | archive append g
archive positions g | wc -l
for k in 1 2; do for i in 1 2 3 4 5 6 7 8 9; do source g$i app.log $i; done; done | archive append h
archive positions h | wc -l
# sources without a path have no file in common
for i in 1 2 3 4 5 6 7 8 9 10; do echo "{\"type\":\"source\",\"fid\":\"g$i\",\"off\":$i}"; done |
	archive append i
archive positions i | wc -l
