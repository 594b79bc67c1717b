# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += tlsdoctor
tlsdoctor_SOURCES = %D%/main.c
tlsdoctor_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
libtlsdoctor_a_SOURCES += \
	%D%/invocation.h %D%/invocation.c \
	%D%/options.h %D%/options.c %D%/values.h %D%/values.c \
	%D%/help.h %D%/help.c \
	%D%/configuration.h %D%/configuration.c \
	%D%/own.h %D%/own.c \
	%D%/environment.h %D%/environment.c \
	%D%/output.h %D%/output.c \
	%D%/handout.h %D%/handout.c \
	%D%/signals.h %D%/signals.c \
	%D%/saved.h %D%/saved.c \
	%D%/lesson.h %D%/lesson.c \
	%D%/targets.h %D%/targets.c \
	%D%/client_key.h %D%/client_key.c \
	%D%/host_lines.h %D%/host_lines.c %D%/journal.h %D%/journal.c \
	%D%/results.h %D%/results.c \
	%D%/command.h %D%/command.c \
	%D%/check.c %D%/practice.c %D%/wizard.h %D%/wizard.c
libtlsdoctor_a_SOURCES += \
	%D%/door.h %D%/door.c %D%/offer.h %D%/offer.c %D%/hello.c

libtlsdoctor_a_SOURCES += %D%/upstreams.c %D%/logs.c %D%/since.h %D%/since.c
libtlsdoctor_a_SOURCES += %D%/explain.c
libtlsdoctor_a_SOURCES += %D%/watch.c
