# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/chain.h %D%/chain.c \
	%D%/crl.h %D%/crl.c \
	%D%/handshake.h %D%/handshake.c \
	%D%/revocation.h %D%/revocation.c \
	%D%/trust.h %D%/trust.c
