# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line: lines of two branches then merge by themselves.
if HAVE_TESTS
check_PROGRAMS += tests/real/test_real
TESTS += tests/real/test_real
tests_real_test_real_SOURCES = %D%/server.h %D%/server.c %D%/site.h %D%/site.c
tests_real_test_real_SOURCES += %D%/nginx.h %D%/nginx.c
tests_real_test_real_SOURCES += %D%/suites_server.h %D%/suites_server.c
tests_real_test_real_SOURCES += %D%/broken_site.h %D%/broken_site.c
tests_real_test_real_SOURCES += %D%/predictions.h %D%/predictions.c
tests_real_test_real_SOURCES += tests/support/forge.h tests/support/forge.c
tests_real_test_real_SOURCES += tests/support/command.h tests/support/command.c
tests_real_test_real_SOURCES += tests/support/peer.h tests/support/peer.c
tests_real_test_real_SOURCES += tests/support/tunnel.h tests/support/tunnel.c
tests_real_test_real_SOURCES += tests/support/front.h tests/support/front.c
tests_real_test_real_SOURCES += tests/support/timeserver.h tests/support/timeserver.c
tests_real_test_real_SOURCES += tests/support/space.h tests/support/space.c
tests_real_test_real_SOURCES += tests/support/witness.h tests/support/witness.c
tests_real_test_real_SOURCES += tests/bench/relay.h tests/bench/relay.c
tests_real_test_real_SOURCES += %D%/test_backends.c
tests_real_test_real_SOURCES += %D%/test_client_key.c
tests_real_test_real_SOURCES += %D%/test_clients.c
tests_real_test_real_SOURCES += %D%/test_commands.c
tests_real_test_real_SOURCES += %D%/test_contacts.c
tests_real_test_real_SOURCES += %D%/test_deep.c
tests_real_test_real_SOURCES += %D%/test_faketime.c
tests_real_test_real_SOURCES += %D%/test_hostile_chains.c
tests_real_test_real_SOURCES += %D%/test_local_policy.c
tests_real_test_real_SOURCES += %D%/test_matrix.c
tests_real_test_real_SOURCES += %D%/test_nginx_listens.c
tests_real_test_real_SOURCES += %D%/test_nginx_modules.c
tests_real_test_real_SOURCES += %D%/test_nginx_openssl.c
tests_real_test_real_SOURCES += %D%/test_nginx_upstreams.c
tests_real_test_real_SOURCES += %D%/test_real.c
tests_real_test_real_SOURCES += %D%/test_repaired.c
tests_real_test_real_SOURCES += %D%/test_revocation.c
tests_real_test_real_SOURCES += %D%/test_timestamps.c
tests_real_test_real_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_real_test_real_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
