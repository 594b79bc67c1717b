# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/evidence/test_evidence
TESTS += tests/evidence/test_evidence
tests_evidence_test_evidence_SOURCES = \
	%D%/random_record.h %D%/random_record.c \
	%D%/test_client_hello.c \
	%D%/test_client_list.c \
	%D%/test_evidence.c \
	%D%/test_facts.c \
	%D%/test_json.c \
	%D%/test_names.c \
	%D%/test_record.c \
	%D%/test_registries.c \
	%D%/test_settings.c \
	%D%/test_target.c
tests_evidence_test_evidence_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_evidence_test_evidence_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
