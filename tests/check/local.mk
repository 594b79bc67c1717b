# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/check/test_check
TESTS += tests/check/test_check
tests_check_test_check_SOURCES = \
	%D%/make.h %D%/make.c %D%/cases.c \
	%D%/cases_local.h %D%/cases_local.c \
	%D%/cases_test.c \
	%D%/cdns_test.c \
	%D%/clock_test.c \
	%D%/names_test.c \
	%D%/offers_test.c \
	%D%/registry_test.c \
	%D%/rules_test.c \
	%D%/sides_test.c \
	%D%/states_test.c \
	%D%/strength_test.c \
	%D%/trust_test.c
tests_check_test_check_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_check_test_check_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
