# SPDX-License-Identifier: GPL-3.0-or-later
# "make accuracy" prints what test_cases insists on.
CASES_SOURCES = %D%/case.h %D%/case.c %D%/change.h %D%/change.c %D%/score.h %D%/score.c
CASES_SOURCES += tests/check/make.h tests/check/make.c
CASES_SOURCES += tests/check/cases.c
CASES_SOURCES += tests/check/cases_local.h tests/check/cases_local.c
CASES_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/check

EXTRA_PROGRAMS += %D%/accuracy
tests_cases_accuracy_SOURCES = %D%/accuracy.c $(CASES_SOURCES)
tests_cases_accuracy_CPPFLAGS = $(CASES_CPPFLAGS)
tests_cases_accuracy_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
CLEANFILES += %D%/accuracy

.PHONY: accuracy
accuracy: %D%/accuracy
	@%D%/accuracy $(srcdir)/%D%

# Runs of this program, written anew: its practice servers, and those of tests/real and tests/hostile.
EXTRA_PROGRAMS += %D%/prune
tests_cases_prune_SOURCES = %D%/prune.c
tests_cases_prune_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
CLEANFILES += %D%/prune

.PHONY: record-cases
record-cases: tlsdoctor %D%/prune tests/real/test_real tests/hostile/test_hostile
	$(SHELL) $(srcdir)/%D%/record $(srcdir)/%D%/recorded

if HAVE_TESTS
check_PROGRAMS += %D%/test_cases
TESTS += %D%/test_cases
tests_cases_test_cases_SOURCES = %D%/test_cases.c $(CASES_SOURCES)
tests_cases_test_cases_CPPFLAGS = $(CASES_CPPFLAGS) $(CRITERION_CFLAGS)
tests_cases_test_cases_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
CASES_FILES = \
	%D%/certificate.cases \
	%D%/clock.cases \
	%D%/healthy.cases \
	%D%/network.cases \
	%D%/origin.cases \
	%D%/protocol.cases \
	%D%/recorded.cases \
	%D%/site.cases \
	%D%/stranger.cases
EXTRA_DIST += %D%/README.md %D%/record %D%/recorded $(CASES_FILES)
