# SPDX-License-Identifier: GPL-3.0-or-later
# One file a line: lines of two branches then merge by themselves.
if HAVE_TESTS
check_PROGRAMS += tests/probe/test_probe
TESTS += tests/probe/test_probe
tests_probe_test_probe_SOURCES = %D%/test_matrix.c
tests_probe_test_probe_SOURCES += %D%/speaker.h %D%/speaker.c
tests_probe_test_probe_SOURCES += %D%/place.h %D%/place.c
tests_probe_test_probe_SOURCES += %D%/folder.h %D%/folder.c
tests_probe_test_probe_SOURCES += tests/support/space.h tests/support/space.c
tests_probe_test_probe_SOURCES += tests/support/peer.h tests/support/peer.c
tests_probe_test_probe_SOURCES += tests/support/forge.h tests/support/forge.c
tests_probe_test_probe_SOURCES += tests/support/resigner.h tests/support/resigner.c
tests_probe_test_probe_SOURCES += tests/support/tunnel.h tests/support/tunnel.c
tests_probe_test_probe_SOURCES += %D%/browsers_test.c
tests_probe_test_probe_SOURCES += %D%/cert9_test.c
tests_probe_test_probe_SOURCES += %D%/local_test.c
tests_probe_test_probe_SOURCES += %D%/policy_test.c
tests_probe_test_probe_SOURCES += %D%/test_desktop.c
tests_probe_test_probe_SOURCES += %D%/test_interception.c
tests_probe_test_probe_SOURCES += %D%/test_names.c
tests_probe_test_probe_SOURCES += %D%/test_portal.c
tests_probe_test_probe_SOURCES += %D%/test_proxy_tls.c tests/real/server.h tests/real/server.c
tests_probe_test_probe_SOURCES += %D%/test_ways.c
tests_probe_test_probe_SOURCES += %D%/timekeeper_test.c
tests_probe_test_probe_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_probe_test_probe_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
EXTRA_tests_probe_test_probe_DEPENDENCIES = tests/probe/fake_libproxy.so tests/probe/fake_plugin.so
EXTRA_DIST += %D%/fake_libproxy.c %D%/fake_plugin.c
CLEANFILES += tests/probe/fake_libproxy.so tests/probe/fake_plugin.so
tests/probe/fake_libproxy.so: %D%/fake_libproxy.c
	$(AM_V_GEN)$(MKDIR_P) tests/probe && $(CC) -shared -fPIC -o $@ $(srcdir)/tests/probe/fake_libproxy.c
tests/probe/fake_plugin.so: %D%/fake_plugin.c
	$(AM_V_GEN)$(MKDIR_P) tests/probe && $(CC) -shared -fPIC -o $@ $(srcdir)/tests/probe/fake_plugin.c
endif
