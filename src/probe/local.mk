# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/addresses.c \
	%D%/clock.c \
	%D%/handshake.c \
	%D%/http.c \
	%D%/lookup.c \
	%D%/matrix.c \
	%D%/probe.h %D%/probe.c \
	%D%/question.h %D%/question.c \
	%D%/resumption.c \
	%D%/detour.c \
	%D%/portal.c \
	%D%/repeats.c \
	%D%/resolver.c \
	%D%/revocation.c \
	%D%/sites.c \
	%D%/sni.c \
	%D%/timekeeper.c \
	%D%/times.c \
	%D%/today.c \
	%D%/trust.c \
	%D%/versions.c
libtlsdoctor_a_SOURCES += \
	%D%/local.h %D%/local.c %D%/local_parse.c \
	%D%/openssl_conf.h %D%/openssl_conf.c %D%/policy.c \
	%D%/cert9.h %D%/cert9.c \
	%D%/browsers.h %D%/browsers.c %D%/browsers_parse.c %D%/chromium.c %D%/firefox.c
