# Conditions, of a rule and of its file.
cat >r.rules <<'END'
[defaults]
where = .kind == "db"
set = category=database

[db.important]
match = disk full
where = .system == "orders" or (.system | test("^pay"))
set = priority=1
[db.any]
match = disk full
set = priority=2
END
cat >s.rules <<'END'
[os]
match = disk full
set = category=os
END
logclassify -r r.rules -r s.rules <<'END'
{"type":"log","kind":"db","system":"orders","msg":"disk full"}
{"type":"log","kind":"db","system":"payments","msg":"disk full"}
{"type":"log","kind":"db","system":"hr","msg":"disk full"}
{"type":"log","kind":"os","system":"orders","msg":"disk full"}
{"type":"log","msg":"disk full"}
{"type":"log","kind":"db","msg":"disk full"}
{"type":"log","kind":"db","msg":"disk full"}
END
