# SPDX-License-Identifier: GPL-3.0-or-later
# The seeds are replayed by `make check`. `make fuzzers` needs clang and
# ./configure CC=clang CFLAGS='-g -O1 -fsanitize=fuzzer-no-link,address,undefined'.
FUZZ_SHARED = %D%/targets.h %D%/promise.c
FUZZ_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
FUZZ_LDFLAGS = -fsanitize=fuzzer
FUZZ_SOURCES = %D%/client_list.c \
	%D%/certificate.c %D%/evidence.c %D%/hello.c %D%/mo.c %D%/proxy.c %D%/reply.c \
	%D%/revocation.c %D%/service.c %D%/sntp.c %D%/hosts.c \
	%D%/stanza.c %D%/talk.c %D%/target.c %D%/text.c
FUZZERS = tests/fuzz/fuzz_client_list \
	tests/fuzz/fuzz_certificate tests/fuzz/fuzz_evidence tests/fuzz/fuzz_hello \
	tests/fuzz/fuzz_mo tests/fuzz/fuzz_reply \
	tests/fuzz/fuzz_proxy tests/fuzz/fuzz_revocation tests/fuzz/fuzz_service \
	tests/fuzz/fuzz_hosts tests/fuzz/fuzz_sntp tests/fuzz/fuzz_stanza \
	tests/fuzz/fuzz_talk tests/fuzz/fuzz_target tests/fuzz/fuzz_text
FUZZ_SOURCES += %D%/nginx.c %D%/log.c
FUZZERS += tests/fuzz/fuzz_nginx tests/fuzz/fuzz_log
FUZZ_SOURCES += %D%/cert9.c
FUZZERS += tests/fuzz/fuzz_cert9
FUZZ_SOURCES += %D%/paste.c
FUZZERS += tests/fuzz/fuzz_paste
FUZZ_SOURCES += %D%/pile.c
FUZZERS += tests/fuzz/fuzz_pile
FUZZ_SOURCES += %D%/own.c
FUZZERS += tests/fuzz/fuzz_own
FUZZ_SOURCES += %D%/redact.c
FUZZERS += tests/fuzz/fuzz_redact
FUZZ_SOURCES += %D%/sct.c
FUZZERS += tests/fuzz/fuzz_sct
FUZZ_SOURCES += %D%/host_line.c %D%/http_head.c %D%/notice.c
FUZZERS += tests/fuzz/fuzz_host_line tests/fuzz/fuzz_http_head tests/fuzz/fuzz_notice
EXTRA_DIST += tests/fuzz/corpus

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/test_fuzz
TESTS += tests/fuzz/test_fuzz
tests_fuzz_test_fuzz_SOURCES = $(FUZZ_SHARED) $(FUZZ_SOURCES) %D%/test_fuzz.c
tests_fuzz_test_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS) $(CRITERION_CFLAGS)
tests_fuzz_test_fuzz_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif

EXTRA_PROGRAMS += $(FUZZERS)
CLEANFILES += $(FUZZERS)
.PHONY: fuzzers
fuzzers: $(FUZZERS)

tests_fuzz_fuzz_cert9_SOURCES = $(FUZZ_SHARED) %D%/cert9.c %D%/libfuzzer.c
tests_fuzz_fuzz_cert9_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_cert9
tests_fuzz_fuzz_cert9_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_cert9_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_certificate_SOURCES = $(FUZZ_SHARED) %D%/certificate.c %D%/libfuzzer.c
tests_fuzz_fuzz_certificate_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_certificate
tests_fuzz_fuzz_certificate_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_certificate_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_evidence_SOURCES = $(FUZZ_SHARED) %D%/evidence.c %D%/libfuzzer.c
tests_fuzz_fuzz_evidence_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_evidence
tests_fuzz_fuzz_evidence_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_evidence_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_hello_SOURCES = $(FUZZ_SHARED) %D%/hello.c %D%/libfuzzer.c
tests_fuzz_fuzz_hello_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_hello
tests_fuzz_fuzz_hello_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_hello_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_mo_SOURCES = $(FUZZ_SHARED) %D%/mo.c %D%/libfuzzer.c
tests_fuzz_fuzz_mo_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_mo
tests_fuzz_fuzz_mo_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_mo_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_proxy_SOURCES = $(FUZZ_SHARED) %D%/proxy.c %D%/libfuzzer.c
tests_fuzz_fuzz_proxy_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_proxy
tests_fuzz_fuzz_proxy_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_proxy_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_reply_SOURCES = $(FUZZ_SHARED) %D%/reply.c %D%/libfuzzer.c
tests_fuzz_fuzz_reply_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_reply
tests_fuzz_fuzz_reply_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_reply_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_redact_SOURCES = $(FUZZ_SHARED) %D%/redact.c %D%/libfuzzer.c
tests_fuzz_fuzz_redact_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_redact
tests_fuzz_fuzz_redact_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_redact_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_sct_SOURCES = $(FUZZ_SHARED) %D%/sct.c %D%/libfuzzer.c
tests_fuzz_fuzz_sct_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_sct
tests_fuzz_fuzz_sct_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_sct_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_service_SOURCES = $(FUZZ_SHARED) %D%/service.c %D%/libfuzzer.c
tests_fuzz_fuzz_service_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_service
tests_fuzz_fuzz_service_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_service_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_hosts_SOURCES = $(FUZZ_SHARED) %D%/hosts.c %D%/libfuzzer.c
tests_fuzz_fuzz_hosts_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_hosts
tests_fuzz_fuzz_hosts_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_hosts_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_sntp_SOURCES = $(FUZZ_SHARED) %D%/sntp.c %D%/libfuzzer.c
tests_fuzz_fuzz_sntp_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_sntp
tests_fuzz_fuzz_sntp_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_sntp_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_own_SOURCES = $(FUZZ_SHARED) %D%/own.c %D%/libfuzzer.c
tests_fuzz_fuzz_own_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_own
tests_fuzz_fuzz_own_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_own_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
tests_fuzz_fuzz_stanza_SOURCES = $(FUZZ_SHARED) %D%/stanza.c %D%/libfuzzer.c
tests_fuzz_fuzz_stanza_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_stanza
tests_fuzz_fuzz_stanza_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_stanza_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_talk_SOURCES = $(FUZZ_SHARED) %D%/talk.c %D%/libfuzzer.c
tests_fuzz_fuzz_talk_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_talk
tests_fuzz_fuzz_talk_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_talk_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_target_SOURCES = $(FUZZ_SHARED) %D%/target.c %D%/libfuzzer.c
tests_fuzz_fuzz_target_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_target_typed
tests_fuzz_fuzz_target_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_target_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_text_SOURCES = $(FUZZ_SHARED) %D%/text.c %D%/libfuzzer.c
tests_fuzz_fuzz_text_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_text
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_text_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_revocation_SOURCES = $(FUZZ_SHARED) %D%/revocation.c %D%/libfuzzer.c
tests_fuzz_fuzz_revocation_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_revocation
tests_fuzz_fuzz_revocation_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_revocation_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_client_list_SOURCES = $(FUZZ_SHARED) %D%/client_list.c %D%/libfuzzer.c
tests_fuzz_fuzz_client_list_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_client_list
tests_fuzz_fuzz_client_list_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_client_list_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_nginx_SOURCES = $(FUZZ_SHARED) %D%/nginx.c %D%/libfuzzer.c
tests_fuzz_fuzz_nginx_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_nginx
tests_fuzz_fuzz_nginx_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_nginx_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

FUZZ_SOURCES += %D%/settings.c
FUZZERS += tests/fuzz/fuzz_settings
tests_fuzz_fuzz_settings_SOURCES = $(FUZZ_SHARED) %D%/settings.c %D%/libfuzzer.c
tests_fuzz_fuzz_settings_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_settings
tests_fuzz_fuzz_settings_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_settings_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
tests_fuzz_fuzz_log_SOURCES = $(FUZZ_SHARED) %D%/log.c %D%/libfuzzer.c
tests_fuzz_fuzz_log_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_log
tests_fuzz_fuzz_log_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_log_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_paste_SOURCES = $(FUZZ_SHARED) %D%/paste.c %D%/libfuzzer.c
tests_fuzz_fuzz_paste_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_paste
tests_fuzz_fuzz_paste_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_paste_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_host_line_SOURCES = $(FUZZ_SHARED) %D%/host_line.c %D%/libfuzzer.c
tests_fuzz_fuzz_host_line_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_host_line
tests_fuzz_fuzz_host_line_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_host_line_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_http_head_SOURCES = $(FUZZ_SHARED) %D%/http_head.c %D%/libfuzzer.c
tests_fuzz_fuzz_http_head_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_http_head
tests_fuzz_fuzz_http_head_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_http_head_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_notice_SOURCES = $(FUZZ_SHARED) %D%/notice.c %D%/libfuzzer.c
tests_fuzz_fuzz_notice_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_notice
tests_fuzz_fuzz_notice_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_notice_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_fuzz_fuzz_pile_SOURCES = $(FUZZ_SHARED) %D%/pile.c %D%/libfuzzer.c
tests_fuzz_fuzz_pile_CPPFLAGS = $(FUZZ_CPPFLAGS) -DFUZZ_TARGET=fuzz_pile
tests_fuzz_fuzz_pile_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_pile_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
