# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/net/test_net
TESTS += tests/net/test_net
tests_net_test_net_SOURCES = %D%/test_address.c %D%/test_budget.c %D%/test_cache.c %D%/test_exchange.c \
	%D%/test_http.c %D%/test_http_head.c %D%/test_proxy.c %D%/test_resolve.c %D%/test_service.c %D%/test_socks.c %D%/test_starttls.c \
	%D%/test_hosts.c %D%/test_sntp.c \
	tests/support/timeserver.h tests/support/timeserver.c \
	%D%/test_listener.c %D%/test_notice.c \
	tests/support/peer.h tests/support/peer.c
tests_net_test_net_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_net_test_net_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
