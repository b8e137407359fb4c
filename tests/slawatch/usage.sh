# Wrong options, wrong questions.
t() { slawatch "$@" </dev/null 2>err && rc=0 || rc=$?; sed "s,$ETC,ETC," err; echo "status $rc"; }
t
t -x
t -p
t -p procuratorate operand
t --calendar 5x8
t --due 2026-03-02T09:00 8h
t --calendar 5x8 -p procuratorate --due 2026-03-02T09:00 8h
t --calendar 5x8 --due 2026-03-02T09:00
t --calendar 5x8 --due yesterday 8h
t --calendar 5x8 --due 2026-03-02T09:00 eight
t --calendar 5x8 --due 2026-03-02T09:00 8h --pause 2026-03-02T10:00
t --calendar nowhere --due 2026-03-02T09:00 8h
t --calendar 5x8 --due 2026-03-02T09:00 1000000h
t --calendar 5x8 --workday 2026-03-02 many
t --calendar 5x8 --due --elapsed 2026-03-02T09:00 8h
t -p procuratorate --since yesterday
t -p procuratorate --silence soon
t -p procuratorate --silence 400d
t -p procuratorate --silence 0
t -p nowhere
slawatch --version | sed "s, [0-9.]*\$,,"
slawatch --help | sed -n 1,3p
