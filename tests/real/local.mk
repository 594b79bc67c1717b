# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/real/test_real
TESTS += tests/real/test_real
tests_real_test_real_SOURCES = %D%/test_real.c %D%/test_matrix.c %D%/test_deep.c %D%/test_repaired.c %D%/test_revocation.c \
	%D%/test_clients.c %D%/test_hostile_chains.c \
tests_real_test_real_SOURCES = %D%/test_real.c %D%/test_matrix.c %D%/test_deep.c %D%/test_repaired.c %D%/test_revocation.c %D%/test_clients.c \
	%D%/server.h %D%/server.c %D%/site.h %D%/site.c %D%/suites_server.h %D%/suites_server.c \
	tests/support/forge.h tests/support/forge.c tests/support/command.h tests/support/command.c \
	tests/support/peer.h tests/support/peer.c tests/bench/relay.h tests/bench/relay.c \
	tests/support/tunnel.h tests/support/tunnel.c tests/support/front.h tests/support/front.c
tests_real_test_real_SOURCES += %D%/test_nginx_upstreams.c
tests_real_test_real_SOURCES += %D%/test_hostile_chains.c %D%/test_timestamps.c
tests_real_test_real_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_real_test_real_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
tests_real_test_real_SOURCES += %D%/test_local_policy.c
endif
