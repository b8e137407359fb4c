# filter.pl FILE [OTHER] - a sealed segment without its filter, as old ones are, or with the
# filter of another one; its layout and end lines are right for that.  Prints the file.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);

sub parts {	# packed records, filter, lines of the index
	my ($path) = @_;
	local $/;
	open(my $f, '<:raw', $path) or die "$path: $!";
	my $all = <$f>;
	my ($size) = substr($all, -34) =~ /"index":"(\d{8})"/ or die "$path: no index";
	my $index = substr($all, -$size);
	my ($packed, $filter) = $index =~ /"packed":(\d+),(?:"filter":(\d+),)?/ or die;
	$filter //= 0;
	return (substr($all, 0, $packed - $filter), substr($all, $packed - $filter, $filter),
	    substr($index, 8));
}

my ($data, $own, $lines) = parts($ARGV[0]);
my $filter = '';
(undef, $filter) = parts($ARGV[1]) if @ARGV > 1;
my $sum = sha256_hex($data . $filter);
my $packed = length($data . $filter);
my $size = length $filter;
my $more = $size ? "\"filter\":$size," : '';
$lines =~ s/"packed":\d+,.*?"sha256":"[0-9a-f]*"/"packed":$packed,$more"sha256":"$sum"/ or die;
$lines =~ s/"index":"\d{8}"/sprintf('"index":"%08d"', 8 + length $lines)/e or die;
binmode STDOUT;
print $data, $filter, pack('VV', 0x184D2A51, length $lines), $lines;
