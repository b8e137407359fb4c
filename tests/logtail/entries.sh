# Entries of twelve products, as another parser's golden files have them.  That parser leaves
# out what it had not yet given out at the end, and rabbitmq's lines of some zones: there are
# more entries than golden ones.  What differs in severity, and why:
# elasticsearch: CRITICAL is crit, theirs has no such step; oracle: the alert log as such is
# an alert to them, its lines say no level.
[ -d "$DATA/entries" ] || { echo "no $DATA/entries"; exit 77; }
PATH=$B/tests/tools:$PATH
entries() { command entries "$1" <"$2"; }

while read -r sample preset; do
	printf '%s: ' "$sample"
	entries "$preset" "$DATA/entries/$sample/input.log" >found
	golden "$DATA/entries/$sample/output_fluentbit.yaml" <found || :
done <<-'END'
	apache-access apache
	elasticsearch-json json
	hadoop hadoop
	iis iis
	mongodb mongodb
	mysql-error mysql
	mysql-general mysql
	nginx-access nginx
	nginx-error nginx
	oracledb_alert oracle-alert
	rabbitmq rabbitmq
	tomcat-system tomcat
END
