# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/evidence.h %D%/evidence.c \
	%D%/facts.h %D%/facts.c \
	%D%/host.h %D%/host.c \
	%D%/names.h %D%/names.c \
	%D%/record.h %D%/record.c \
	%D%/records.h %D%/records.c \
	%D%/settings.h %D%/settings.c \
	%D%/target.h %D%/target.c \
	%D%/typed.h %D%/typed.c
