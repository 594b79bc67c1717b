# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/i18n/test_i18n
TESTS += tests/i18n/test_i18n
tests_i18n_test_i18n_SOURCES = \
	%D%/bytes.h %D%/bytes.c \
	%D%/cells.c \
	%D%/errors.c \
	%D%/fill.c \
	%D%/language.c \
	%D%/mo.c \
	%D%/phrases.c \
	%D%/plural.c
tests_i18n_test_i18n_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_i18n_test_i18n_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif

# Placeholders are guarded from the stanza file to the translation.
TESTS += tests/i18n/placeholders.sh tests/i18n/guarded.sh
EXTRA_DIST += tests/i18n/placeholders.sh tests/i18n/guarded.sh tests/i18n/complete.sh

# Every word as a dictionary has it.
TESTS += tests/i18n/spelling.sh
EXTRA_DIST += tests/i18n/spelling.sh tests/i18n/spelling.en tests/i18n/spelling.nl tests/i18n/spelling.tl
