# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/doorman.h %D%/doorman.c \
	%D%/fleet.h %D%/fleet.c \
	%D%/prober.h %D%/prober.c \
	%D%/redact.h %D%/redact.c %D%/redact_names.h %D%/redact_names.c \
	%D%/session.h %D%/session.c

# An nginx configuration and its upstreams.
libtlsdoctor_a_SOURCES += \
	%D%/upstreams.h %D%/upstreams.c \
	%D%/upstream_look.h %D%/upstream_look.c

# Logs.
libtlsdoctor_a_SOURCES += %D%/logs.h %D%/logs.c

# Either of them beside something else.
libtlsdoctor_a_SOURCES += %D%/errand.h %D%/errand.c
