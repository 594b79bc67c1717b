# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/base/test_base
TESTS += tests/base/test_base
tests_base_test_base_SOURCES = \
	%D%/buffer.c \
	%D%/file.c \
	%D%/stanza.c \
	%D%/text.c \
	%D%/timing.c
tests_base_test_base_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_base_test_base_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif

# The generator that the build runs first.
TESTS += tests/base/gen.sh
EXTRA_DIST += tests/base/gen.sh
