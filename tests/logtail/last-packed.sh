# -n of compressed files: the last lines of what is in them; what is wide, without an end, long, or damaged.
. "$TOP/logtail/helpers"
printf '1\n2\n3\n4' >f
gzip -k f
for n in 0 1 2 4 9; do echo "-n $n"; logtail -n $n f.gz | texts; done
awk 'BEGIN { for (i = 1; i <= 100000; i++) print "line", i }' >g
zstd -q g
logtail -n 99999 g.zst | texts | sed -n '1p;$p'
logtail -n 1 g.zst | sed -n 's/.*"off":\([0-9]*\),"end":\([0-9]*\),.*"msg".*/\1 \2/p'
wc -c <g
printf '\377\376' >w
printf 'one\ntwo\n上\n' | iconv -f UTF-8 -t UTF-16LE >>w
xz -k w
logtail -n 2 w.xz | texts
# What is read on is known again.
logtail -n 1 --state s f.gz | texts
logtail --state s f.gz | texts
head -c 30000 g.zst >cut.zst
logtail -n 1 cut.zst >got 2>said || echo "status $?"
grep -c '"type":"log"' got
wc -l <said
