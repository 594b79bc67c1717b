# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/practice/test_practice
TESTS += tests/practice/test_practice
tests_practice_test_practice_SOURCES = %D%/client.h %D%/client.c %D%/test_practice.c
tests_practice_test_practice_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_practice_test_practice_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
