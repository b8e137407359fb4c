# How well fingerprints group, against sets whose kinds are known: of 1000 messages at least so many.
[ -d "$DATA/loghub" ] || { echo "no outside data"; exit 77; }
low=0
while read -r name least; do
	f=$DATA/loghub/${name}_2k.log_structured.csv
	[ -f "$f" ] || continue
	got=$("$B/tests/tools/grouping" records "$f" | logclassify -F -r /dev/null |
		"$B/tests/tools/grouping" score "$f")
	[ "$got" -ge "$least" ] || { echo "$name $got, not $least"; low=1; }
done <<'END'
Apache 1000
HDFS 1000
Hadoop 985
Linux 810
OpenSSH 1000
OpenStack 1000
Windows 990
Zookeeper 990
END
exit $low
