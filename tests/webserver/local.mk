# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/webserver/test_webserver
TESTS += tests/webserver/test_webserver
tests_webserver_test_webserver_SOURCES = %D%/test_nginx_conf.c %D%/test_nginx_faults.c \
	%D%/test_openssl_names.c %D%/test_logs.c
tests_webserver_test_webserver_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_webserver_test_webserver_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
