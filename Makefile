# make               build everything under build/
# make demo          install what is missing, build, run the main job on this machine's logs
# make test          install what is missing, build, run all checks
# make check         all tests and all checks; what must pass before a commit
# make check T=name  only the program tests whose path contains name
# make check SAN=address,undefined   the same, sanitized, in a build tree of its own
# make fuzz F=rec    run one fuzzer for a minute (SECS=60; needs clang)
# make bench         ratios against peers in one run, written to tests/bench/RESULTS.md
# make install       PREFIX=/usr/local DESTDIR= SYSCONFDIR=/etc UNITDIR=...

VERSION    := 0.1.0
NAME       := sluice
PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR    ?= /usr/lib/systemd/system
SAN        ?=
comma      := ,
B          ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))

# The name of a program is the name of its first file; its other files are
# filters/NAME_*.c.  Adding a program, a module or a test needs no change here.
PROGS   := $(filter-out $(foreach f,$(wildcard filters/*_*.c),$(f:filters/%.c=%)),$(patsubst filters/%.c,%,$(sort $(wildcard filters/*.c))))
SCRIPTS := $(sort $(wildcard bin/*))
LIBSRC  := $(sort $(wildcard lib/*.c))
UNITS   := $(patsubst %.c,%,$(sort $(wildcard tests/lib/*_test.c)))
FUZZERS := $(patsubst %.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
HELPERS := $(patsubst %.c,%,$(sort $(wildcard tests/tools/*.c tests/bench/*.c)))
HEADERS := $(sort $(wildcard lib/*.h filters/*.h))
PAGES   := $(sort $(wildcard filters/*.[1-8]))
ALLSRC  := $(sort $(wildcard lib/*.c filters/*.c tests/*/*.c))

CC      ?= cc
CFLAGS  ?= -O3 -g
# Programs are optimised as a whole; tests and sanitized builds are linked as they are compiled.
LTO     := $(if $(SAN)$(findstring clang,$(CC)),,-flto=auto -ffat-lto-objects)
PKGS    := libevent_core libpcre2-8 libzstd zlib liblzma libcrypto odbc
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wconversion -Wcast-qual \
	-Wwrite-strings -Wstrict-prototypes -Wmissing-prototypes -Wformat=2
WERROR  ?= -Werror
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DSLUICE_VERSION=$(VERSION) $(WARN) $(WERROR) \
	-fstack-protector-strong -ffunction-sections -fdata-sections \
	$(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
	-Ilib -Itests $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
ALL_LDFLAGS = $(if $(SAN),-fsanitize=$(SAN)) -Wl,--as-needed -Wl,--gc-sections \
	-Wl,-z,relro,-z,now $(LDFLAGS)
LIBS    = $(shell pkg-config --libs $(PKGS)) -ljq -lm
LIB     := $B/lib.a

all: $(PROGS:%=$B/%)

$B/lib/%.o $B/filters/%.o: WHOLE = $(LTO)
$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(WHOLE) -MMD -MP -c -o $@ $<

$(LIB): $(LIBSRC:%.c=$B/%.o)
	@rm -f $@
	$(AR) rcs $@ $^

define program
$B/$1: $(patsubst %.c,$B/%.o,filters/$1.c $(wildcard filters/$1_*.c)) $(LIB)
endef
$(foreach p,$(PROGS),$(eval $(call program,$p)))
$(UNITS:%=$B/%) $(HELPERS:%=$B/%): $B/%: $B/%.o $(LIB)
$(FUZZERS:%=$B/%): $B/%: $B/%.o $B/tests/fuzz/replay.o $(LIB)
$(PROGS:%=$B/%): WHOLE = $(if $(LTO),$(CFLAGS) $(LTO))
$(UNITS:%=$B/%) $(FUZZERS:%=$B/%) $(HELPERS:%=$B/%): WHOLE = $(if $(LTO),-fno-lto)
$(PROGS:%=$B/%) $(UNITS:%=$B/%) $(FUZZERS:%=$B/%) $(HELPERS:%=$B/%):
	$(CC) $(WHOLE) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$B/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -shared -fPIC -O1 -Itests -o $@ $< -ldl

# --- checks: each prints a line "ok - ..." or "not ok - ..." a test ------------------
KINDS := unit fuzz prog order headers size man shell

check: build-tests
	@tests/sum $(MAKE) -k -j1 --no-print-directory $(if $(T),check-prog,$(KINDS:%=check-%))

build-tests: all $(UNITS:%=$B/%) $(FUZZERS:%=$B/%) $(HELPERS:%=$B/%) \
	$(patsubst tests/fault/%.c,$B/%.so,$(wildcard tests/fault/*.c))

check-unit: $(UNITS:%=$B/%)
	@bad=0; for t in $^; do ./$$t || bad=1; done; exit $$bad

check-fuzz: $(FUZZERS:%=$B/%)
	@bad=0; for t in $(FUZZERS); do n=$$(basename $$t _fuzz); \
		./$B/$$t tests/fuzz/corpus/$$n || bad=1; done; exit $$bad

check-prog:
	@B=$(abspath $B) SAN=$(SAN) tests/run $(T)

check-order:
	@tests/order

check-headers:
	@bad=0; for h in $(HEADERS); do \
		if printf '#include "%s"\n' $$h | $(CC) $(ALL_CFLAGS) -I. -fsyntax-only -xc -; \
		then echo "ok - $$h compiles alone"; else echo "not ok - $$h compiles alone"; bad=1; fi; \
	done; exit $$bad

check-size:
	@pmccabe lib/*.c filters/*.c | awk '$$1 > 15 || $$5 > 60 { print "# too large: " $$6 " " $$7; \
		bad = 1 } END { print (bad ? "not ok" : "ok") " - size of functions"; exit bad }'

check-man:
	@bad=0; for p in $(PROGS:%=filters/%.1) $(filter-out $(PROGS:%=filters/%.1),$(PAGES)); do \
		if mandoc -Tlint -Wwarning $$p; then echo "ok - $$p"; \
		else echo "not ok - $$p"; bad=1; fi; done; exit $$bad

check-shell:
	@bad=0; for s in $(SCRIPTS) etc/completion/sluice $(shell awk 'FNR == 1 && /^#!.*sh/ { print FILENAME }' \
		tests/* tests/*/* .ci/run 2>/dev/null); do \
		if shellcheck -s bash -S warning $$s; then echo "ok - $$s"; \
		else echo "not ok - $$s"; bad=1; fi; done; \
	if shellcheck -s sh -S error tests/*/*.sh; then echo "ok - the cases are shell"; \
	else echo "not ok - the cases are shell"; bad=1; fi; exit $$bad

fuzz:
	@mkdir -p build-fuzz/$F
	clang -std=c11 -D_GNU_SOURCE -DSLUICE_VERSION=$(VERSION) -g -O1 \
		-fsanitize=fuzzer,address,undefined -Ilib -Itests \
		-o build-fuzz/$F.bin tests/fuzz/$F_fuzz.c $(LIBSRC) $(LIBS)
	build-fuzz/$F.bin -max_total_time=$(or $(SECS),60) build-fuzz/$F tests/fuzz/corpus/$F

bench: build-tests
	@B=$(abspath $B) tests/bench/run

# --- a newcomer's two commands: they install what is missing -------------------------
JOBS := $(shell nproc 2>/dev/null || echo 1)

demo:
	@tests/packages build
	@$(MAKE) -s -j$(JOBS) all
	@B=$(abspath $B) tests/demo

test:
	@tests/packages build test
	@$(MAKE) -s -j$(JOBS) build-tests
	@$(MAKE) -s check

compile_commands.json: Makefile
	@{ echo '['; for f in $(ALLSRC); do printf '%s{"directory":"%s","file":"%s","command":"%s"}\n' \
		"$$s" '$(CURDIR)' $$f '$(CC) $(ALL_CFLAGS) -c '$$f; s=,; done; echo ']'; } >$@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(SYSCONFDIR)/$(NAME) $(DESTDIR)$(UNITDIR)
	install -m755 $(PROGS:%=$B/%) $(SCRIPTS) $(DESTDIR)$(PREFIX)/bin
	for m in $(PAGES); do install -D -m644 $$m \
		$(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/} || exit 1; done
	for d in etc/*/; do case $$d in etc/systemd/|etc/completion/) ;; \
		*) cp -Rn $${d%/} $(DESTDIR)$(SYSCONFDIR)/$(NAME) || exit 1 ;; esac; done
	install -D -m644 etc/completion/sluice \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/sluice
	for p in $(PROGS); do ln -sf sluice \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$p || exit 1; done
	for u in etc/systemd/*; do sed 's,@BIN@,$(PREFIX)/bin,' $$u \
		>$(DESTDIR)$(UNITDIR)/$${u##*/} || exit 1; done

clean:
	rm -rf build build-* demo-out compile_commands.json

-include $(patsubst %.c,$B/%.d,$(ALLSRC))
.PHONY: all check build-tests $(KINDS:%=check-%) fuzz bench demo test install clean
.DELETE_ON_ERROR:
.SECONDARY:
