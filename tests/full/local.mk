# SPDX-License-Identifier: GPL-3.0-or-later
# Servers from big packages: not part of `make check`, but of `bash .ci/run full`, which installs them.
EXTRA_DIST += tests/full/servers
if HAVE_TESTS
EXTRA_PROGRAMS += tests/full/test_full
CLEANFILES += tests/full/test_full tests/full/test_full.log tests/full/test_full.trs
tests_full_test_full_SOURCES = %D%/test_full.c %D%/test_browsers.c tests/real/server.h tests/real/server.c \
	tests/support/forge.h tests/support/forge.c tests/support/command.h tests/support/command.c
tests_full_test_full_SOURCES += %D%/test_anchors.c %D%/test_blackhole.c
tests_full_test_full_SOURCES += %D%/test_apache.c tests/real/broken_site.h tests/real/broken_site.c
tests_full_test_full_SOURCES += %D%/test_clients.c tests/real/predictions.h tests/real/predictions.c \
	tests/real/site.h tests/real/site.c
tests_full_test_full_SOURCES += %D%/test_desktop.c %D%/test_dnsmasq.c
tests_full_test_full_SOURCES += %D%/test_profiles.c %D%/test_report.c %D%/test_strangers.c
tests_full_test_full_SOURCES += %D%/test_mitmproxy.c tests/probe/place.h tests/probe/place.c
tests_full_test_full_SOURCES += tests/support/space.h tests/support/space.c
tests_full_test_full_SOURCES += tests/support/resigner.h tests/support/resigner.c
tests_full_test_full_SOURCES += %D%/test_monitoring.c tests/cli/tool.h tests/cli/tool.c
tests_full_test_full_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS)
tests_full_test_full_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)

.PHONY: full-check
full-check: tlsdoctor tests/full/test_full
	@srcdir=$(srcdir) TEST_TIMEOUT=2700 LC_ALL=C.UTF-8 $(LOG_DRIVER) --test-name tests/full/test_full \
		--log-file tests/full/test_full.log --trs-file tests/full/test_full.trs \
		-- tests/full/test_full
endif
