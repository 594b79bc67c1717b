# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_TESTS
check_PROGRAMS += tests/tls/test_tls
TESTS += tests/tls/test_tls
tests_tls_test_tls_SOURCES = %D%/test_capture.c %D%/test_chains.c %D%/test_fetch.c %D%/test_hello.c %D%/test_pile.c %D%/test_registry.c \
	%D%/test_reply.c %D%/test_revocation.c %D%/test_sct.c %D%/test_store.c tests/support/forge.h tests/support/forge.c \
	tests/support/peer.h tests/support/peer.c
tests_tls_test_tls_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_tls_test_tls_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
EXTRA_DIST += tests/tls/chains.data
