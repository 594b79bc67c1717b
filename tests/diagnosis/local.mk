# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/diagnosis/test_diagnosis
TESTS += tests/diagnosis/test_diagnosis
tests_diagnosis_test_diagnosis_SOURCES = \
	tests/check/make.h tests/check/make.c tests/check/cases.c \
	%D%/ranked.h %D%/answers_test.c %D%/clients_test.c %D%/causes_test.c %D%/hostile_test.c %D%/order_test.c %D%/rules_test.c %D%/verdict_test.c %D%/weigh_test.c %D%/changes_test.c
tests_diagnosis_test_diagnosis_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS) \
	-I$(srcdir)/tests/check
tests_diagnosis_test_diagnosis_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
tests_diagnosis_test_diagnosis_SOURCES += tests/check/cases_local.h tests/check/cases_local.c
tests_diagnosis_test_diagnosis_SOURCES += %D%/settle_test.c
tests_diagnosis_test_diagnosis_SOURCES += %D%/pastes.h %D%/pastes.c %D%/paste_test.c
endif
EXTRA_DIST += %D%/pastes
