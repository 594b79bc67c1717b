# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/practice.h %D%/practice.c \
	%D%/fault.h %D%/fault.c \
	%D%/authority.h %D%/authority.c \
	%D%/connection.h %D%/connection.c
