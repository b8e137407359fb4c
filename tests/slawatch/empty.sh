# No input at all: nothing, and all is kept.
slawatch -p procuratorate </dev/null 2>/dev/null
