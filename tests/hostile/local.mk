# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/hostile/test_hostile
TESTS += tests/hostile/test_hostile
tests_hostile_test_hostile_SOURCES = %D%/test_hostile.c %D%/test_hostile_starttls.c tests/support/peer.h \
	tests/support/peer.c tests/support/command.h tests/support/command.c
tests_hostile_test_hostile_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_hostile_test_hostile_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
