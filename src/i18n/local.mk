# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/i18n.h \
	%D%/catalogues.h \
	%D%/mo.h %D%/mo.c \
	%D%/plural.h %D%/plural.c \
	%D%/language.c \
	%D%/fill.c \
	%D%/errors.c \
	%D%/phrases.c \
	%D%/cells.h %D%/cells.c
