# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/client_hello.h %D%/client_hello.c %D%/client_list.h %D%/client_list.c \
	%D%/evidence.h %D%/evidence.c \
	%D%/extensions.h %D%/extensions.c \
	%D%/facts.h %D%/facts.c \
	%D%/groups.h %D%/groups.c %D%/groups.def \
	%D%/host.h %D%/host.c \
	%D%/names.h %D%/names.c \
	%D%/record.h %D%/record.c %D%/record_texts.c \
	%D%/reference.h %D%/reference.c \
	%D%/records.h %D%/rows.h %D%/records.c %D%/records_device.c \
	%D%/schemes.h %D%/schemes.c %D%/schemes.def \
	%D%/settings.h %D%/settings.c \
	%D%/suites.h %D%/suites.c %D%/suites.def \
	%D%/target.h %D%/target.c \
	%D%/typed.h %D%/typed.c
