# SPDX-License-Identifier: GPL-3.0-or-later
# ---- How tests run ----
# tests/driver counts every single test of a program, tests/summary adds up what it wrote.
TEST_EXTENSIONS = .sh
LOG_DRIVER = $(SHELL) $(top_srcdir)/tests/driver
SH_LOG_DRIVER = $(LOG_DRIVER)
AM_TESTS_ENVIRONMENT = SANITIZED=$(SANITIZED); export SANITIZED; LC_ALL=C.UTF-8; export LC_ALL; \
	LSAN_OPTIONS=suppressions=$(abs_srcdir)/tests/leaks.known:print_suppressions=0; export LSAN_OPTIONS;
if SANITIZERS
SANITIZED = yes
else
SANITIZED = no
endif

if !HAVE_TESTS
# Without the test libraries nothing was tested: that is a failure, and it says why.
check_DATA += tests/libraries-are-missing
tests/libraries-are-missing:
	@echo "make check can't run: Criterion or libvterm is missing." >&2; \
	echo "Debian/Ubuntu: apt-get install libcriterion-dev libvterm-dev; then configure again." >&2; \
	exit 1
endif

TESTS += tests/layers.sh tests/size.sh tests/man.sh tests/readme.sh tests/i18n/catalogues.sh tests/i18n/words.sh
EXTRA_DIST += tests/driver tests/summary tests/leaks.known tests/layers.sh tests/size.sh tests/man.sh tests/readme.sh \
	tests/i18n/catalogues.sh tests/i18n/words.sh tests/i18n/words.refused tests/i18n/words.excused

.PHONY: size-report
size-report: tlsdoctor
	@srcdir=$(srcdir) SANITIZED=$(SANITIZED) $(SHELL) $(srcdir)/tests/size.sh

# ---- Tests of each folder ----
include tests/base/local.mk
include tests/i18n/local.mk
include tests/evidence/local.mk
include tests/net/local.mk
include tests/tls/local.mk
include tests/probe/local.mk
include tests/check/local.mk
include tests/diagnosis/local.mk
include tests/cases/local.mk
include tests/webserver/local.mk
include tests/session/local.mk
include tests/guide/local.mk
include tests/report/local.mk
include tests/ui/local.mk
include tests/practice/local.mk
include tests/cli/local.mk
include tests/real/local.mk
include tests/full/local.mk
include tests/hostile/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
