# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/guide/test_guide
TESTS += tests/guide/test_guide
tests_guide_test_guide_SOURCES = %D%/all_texts.c %D%/all_texts.h %D%/test_language.c \
	%D%/test_phrase.c %D%/test_fixes.c %D%/test_words.c %D%/test_registry.c %D%/test_rules.c \
	%D%/test_own.c
	%D%/test_phrase.c %D%/test_fixes.c %D%/test_words.c %D%/test_registry.c %D%/test_rules.c
tests_guide_test_guide_SOURCES += %D%/test_links.c
tests_guide_test_guide_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_guide_test_guide_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif

# When were the sources of the texts last read? "make check-sources SOURCES_DATE=2027-12-01" asks for a day.
TESTS += tests/guide/sources.sh
EXTRA_DIST += tests/guide/sources.sh
.PHONY: check-sources
check-sources:
	@srcdir='$(srcdir)' SOURCES_DATE='$(SOURCES_DATE)' $(SHELL) '$(srcdir)/tests/guide/sources.sh'
