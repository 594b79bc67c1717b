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
	%D%/portal.c \
	%D%/resolver.c \
	%D%/revocation.c \
	%D%/sites.c \
	%D%/sni.c \
	%D%/times.c \
	%D%/trust.c \
	%D%/versions.c
