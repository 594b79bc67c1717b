# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/report/test_report
TESTS += tests/report/test_report
tests_report_test_report_SOURCES = %D%/sample.h %D%/sample.c %D%/test_hello.c %D%/test_json.c %D%/test_text.c \
	%D%/test_html.c %D%/test_markdown.c tests/support/command.h tests/support/command.c
tests_report_test_report_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_report_test_report_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED) -lm
endif
