# SPDX-License-Identifier: GPL-3.0-or-later
# "make bench" measures; nothing here is a test, because times depend on the machine.
EXTRA_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = %D%/bench.c %D%/relay.h %D%/relay.c %D%/screen.h %D%/screen.c \
	tests/support/command.h tests/support/command.c tests/support/forge.h tests/support/forge.c \
	tests/real/server.h tests/real/server.c tests/real/suites_server.h tests/real/suites_server.c
tests_bench_bench_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
CLEANFILES += tests/bench/bench

.PHONY: bench
bench: tlsdoctor tests/bench/bench
	tests/bench/bench ./tlsdoctor
