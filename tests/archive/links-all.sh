# seconds: 300
# No file of an archive may be a symbolic link: no command reads through one, or writes to where it leads.
awk -v n=700 -f "$TOP/archive/records.awk" | sed '1,200s/"time":"2026/"time":"2019/' >in
printf '[class all]\nkeep = 6month\naccess = yes\n' >c.conf
deed='--by me --why test'
archive init -c c.conf base
archive key k >/dev/null
for part in 1,200p 201,500p 501,640p; do
	sed -n $part in | archive append --commit 60s --commit 4K --segment 8K base
	archive seal base
	[ $part != 201,500p ] || { archive prune --yes $deed base >/dev/null; archive compact --block 64K base >/dev/null; }
done
archive parity --group 2 base >/dev/null
sed -n '641,$p' in | archive append base
archive hold --segments 9 $deed base >/dev/null
archive cat base >all
archive copy base copy >/dev/null
ls base | sed 's/.*\.//' | sort | uniq -c | awk '{ print $2, ($1 > 1) }'
files=$(ls base | grep -v 'tmp')
lock() { case $1 in *lock|access|*.open.zst|*.parity) return 0 ;; esac; return 1; }
for f in $files; do
	rm -rf d outside
	cp -r base d
	cp -r base before
	mv d/$f outside
	cp outside was
	ln -s ../outside d/$f
	for cmd in 'cat --threads 1' 'cat --threads 2' 'cat --reverse' 'grep -c line' 'tail -n 3' 'tail --after 690' verify ls du top positions \
		attest clean-list 'sample -n 3 --seed 1' access 'checkpoint --no-seal --key k' 'hold --segments 10' \
		"prune --yes $deed" 'seal' 'compact --level 1' "redact --yes --order 1 $deed --seq 600" "parity" "repair --yes $deed" \
		"export --to out --by me --reason test" 'prove --key k 600'; do
		rc=0
		case $cmd in
		hold*) archive $cmd $deed d >got 2>err || rc=$? ;;
		*) archive $cmd d >got 2>err || rc=$? ;;
		esac
		case $rc in 0|1|2) ;; *) echo "$f, $cmd: status $rc"; head -n 2 err ;; esac
		cmp -s outside was || { echo "$f, $cmd: written where the link leads"; cp was outside; }
		case $f,$cmd in
		*.zst,cat*|*.cold,cat*|*.tail,cat*|*.zst,verify|*.cold,verify|*.tail,verify|*.gone,verify|manifest,verify|*.zst,grep*|*.cold,grep*)
			lock $f || [ $rc != 0 ] || echo "$f, $cmd: read where the link leads" ;;
		esac
		rm -rf d out
		cp -r base d
		rm d/$f
		ln -s ../outside d/$f
	done
	{ echo '{"new":1}' | archive append d; } >/dev/null 2>&1 || :
	cmp -s outside was || echo "$f, append: written where the link leads"
	# copies of it and to it
	rm -rf d && cp -r base d && rm d/$f && ln -s ../outside d/$f
	rm -rf e && archive copy d e >/dev/null 2>&1 || :
	lock $f || [ ! -e e/$f ] || [ $f = manifest ] || echo "$f, copy: read where the link leads"
	rm -rf e && cp -r copy e
	rm -f e/$f && ln -s ../outside e/$f
	archive copy base e >/dev/null 2>&1 || :
	cmp -s outside was || echo "$f, copy: written where the link leads"
	archive compare base e >/dev/null 2>&1 || :
	rm -rf before
done
echo "each file"
