# A driver that crashes, hangs, ends the process or writes where it should not harms nobody else.
. "$TOP/dbcheck/common"
own
for mode in crash hang exit noise garbage latecrash latehang ok; do
	printf '[target %s]\nproduct = mock\nserver = %s\n' $mode $mode
	case $mode in *hang) echo 'deadline = 1500ms' ;; esac
done >t.conf
dbcheck -j 3 -c t.conf >out && echo 0 || echo $?
brief <out
# The times of a stream do not go backwards.
jq -r .time out | LC_ALL=C sort -c && echo in order
# All that is not plain text in an answer becomes plain text, cut between characters.
sed -i '/^msg/d' etc/checks/mock/mock.check
dbcheck -c t.conf ok | jq -r 'select(.check == "first") | .msg | (.[0:7] | @json), (utf8bytelength | . > 500 and . <= 512), .[-4:]'
# A driver that is not there says nothing about the database.
printf '[target a]\nproduct = sqlite\ndatabase = a.db\ndriver = /nosuch.so\nchecks = reachable size\n' >a.conf
dbcheck -c a.conf | brief
