# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/cli/test_cli
TESTS += tests/cli/test_cli
tests_cli_test_cli_SOURCES = %D%/tool.h %D%/tool.c %D%/test_usage.c %D%/test_check.c \
	%D%/test_output.c %D%/test_hello.c %D%/test_practice.c %D%/test_proxy.c %D%/test_settings.c \
	tests/support/command.h tests/support/command.c \
	tests/support/peer.h tests/support/peer.c tests/support/tunnel.h tests/support/tunnel.c
tests_cli_test_cli_SOURCES += %D%/test_upstreams.c %D%/test_logs.c
tests_cli_test_cli_SOURCES += %D%/test_here.c %D%/test_reports.c
tests_cli_test_cli_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_cli_test_cli_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
tests_cli_test_cli_SOURCES += %D%/test_explain.c
endif
