# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/memory.h %D%/memory.c \
	%D%/buffer.h %D%/buffer.c \
	%D%/file.h %D%/file.c \
	%D%/stanza.h %D%/stanza.c \
	%D%/text.h %D%/text.c %D%/thread.h %D%/thread.c \
	%D%/timing.h %D%/timing.c
