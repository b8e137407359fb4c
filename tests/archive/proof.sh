# seconds: 300
# A proof of one record is checked without the archive, and any changed byte of it is found.
PATH=$B/tests/tools:$PATH
awk -v n=600 -f "$TOP/archive/records.awk" >in
try() {	# NAME, KEY OPTIONS, INIT OPTIONS
	echo "$1"
	archive key $2 "$1" | cut -d : -f 1
	archive init $3 --key "$1" "d$1"
	archive append --commit 60s --commit 4K --segment 16K "d$1" <in
	archive checkpoint --key "$1" "d$1" >"note$1"
	sed -n '2p;4p' "note$1"
	for n in 1 141 142 600; do
		archive prove --checkpoint "note$1" $n "d$1" >p
		archive check-proof --key "$1.pub" p | sed 's/archive [0-9a-f]*/archive .../'
		sed -n 3p p | cmp - "$(sed -n ${n}p in >rec; echo rec)"
	done
	archive verify --checkpoint "note$1" --key "$1.pub" "d$1" | sed 's/, chain.*//'
}
try ed '' ''
try sm --sm2 --sm3
# without a key the signature is not looked at; with another one it is refused
archive prove --key ed 300 ded >p
archive check-proof p | sed 's/.*; //'
archive check-proof --key sm.pub p || echo "another key $?"
archive prove 300 ded >q
archive check-proof q | sed 's/.*; //'
archive check-proof --key ed.pub q || echo "not signed $?"
flip 1 p -- archive check-proof --key ed.pub p
cp p r; echo >>r; archive check-proof --key ed.pub r || echo "a line more $?"
sed '$d' p >r; archive check-proof --key ed.pub r || echo "a line less $?"
# control: a check that does not look at the record
flip 1 rec -- archive check-proof --key ed.pub p | tail -n 1 | sed 's/[0-9]* missed/all missed/'
# what cannot be proved
archive prove 601 ded || echo "not there $?"
echo '{"new":1}' | archive append ded
archive prove 601 ded || echo "not sealed $?"
archive seal ded
archive prove --checkpoint noteed 601 ded || echo "later $?"
archive prove --checkpoint notesm 1 ded || echo "of another archive $?"
# an archive that was made anew, consistent in itself, is not the one of the checkpoint
archive init --key ed e
sed 's/line 299/LINE 299/' in | archive append --commit 60s --commit 4K --segment 16K e
archive seal e
archive verify -q e
archive verify -q --checkpoint noteed --key ed.pub e 2>err || echo "made anew $?"
sed 's/archive [0-9a-f]*, not of [0-9a-f]*/archive A, not of B/' err
rm ded/000000000[56]*
archive verify -q --checkpoint noteed --key ed.pub ded || echo "cut $?"
