# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/diagnosis.h %D%/diagnosis.c \
	%D%/order.h %D%/order.c \
	%D%/weigh.h %D%/weigh.c \
	%D%/clients.h %D%/clients.c \
	%D%/meeting.h %D%/meeting.c %D%/meeting_certificate.c \
	%D%/tables.h

# The rules: tools/gen makes tables.c of them.
DIAGNOSIS_RULES = \
	%D%/rules/you.rule \
	%D%/rules/network.rule \
	%D%/rules/service.rule \
	%D%/rules/certificate.rule \
	%D%/rules/chain.rule \
	%D%/rules/revocation.rule \
	%D%/rules/protocol.rule \
	%D%/rules/site.rule \
	%D%/rules/browsers.client %D%/rules/systems.client \
	%D%/rules/programs.client %D%/rules/libraries.client
EXTRA_DIST += $(DIAGNOSIS_RULES)
