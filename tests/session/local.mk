# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/session/test_session
TESTS += tests/session/test_session
tests_session_test_session_SOURCES = %D%/test_session.c \
	%D%/test_doorman.c %D%/test_redact.c \
	tests/check/make.h tests/check/make.c tests/check/cases.c \
	tests/check/cases_local.h tests/check/cases_local.c \
	tests/support/timeserver.h tests/support/timeserver.c
tests_session_test_session_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests -I$(srcdir)/tests/check $(CRITERION_CFLAGS)
tests_session_test_session_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
