# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/bundle.h %D%/bundle.c \
	%D%/bytes.h %D%/bytes.c \
	%D%/capture.h %D%/capture.c \
	%D%/chain.h %D%/chain.c \
	%D%/crl.h %D%/crl.c \
	%D%/der.h %D%/der.c \
	%D%/extensions.h \
	%D%/graph.h %D%/graph.c \
	%D%/greeting.h %D%/greeting.c \
	%D%/fingerprint.h %D%/fingerprint.c \
	%D%/handshake.h %D%/handshake.c \
	%D%/hello.h %D%/hello_build.c %D%/hello_parse.c \
	%D%/sct.h %D%/sct.c \
	%D%/library.h %D%/library.c \
	%D%/proxy_link.h %D%/proxy_link.c \
	%D%/reply.h %D%/reply.c %D%/reply_messages.h %D%/reply_messages.c \
	%D%/revocation.h %D%/revocation.c \
	%D%/store.h %D%/store.c %D%/stores.h %D%/stores.c %D%/roots.h %D%/roots.c %D%/trust.h %D%/trust.c

libtlsdoctor_a_SOURCES += %D%/pem.h %D%/pem.c %D%/pile.h %D%/pile.c
