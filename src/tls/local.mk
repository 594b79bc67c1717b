# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/chain.h %D%/chain.c \
	%D%/handshake.h %D%/handshake.c \
	%D%/trust.h %D%/trust.c
