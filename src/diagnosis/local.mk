# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/diagnosis.h %D%/diagnosis.c \
	%D%/order.h %D%/order.c \
	%D%/weigh.h %D%/weigh.c \
	%D%/changes.h %D%/changes.c \
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
DIAGNOSIS_RULES += \
	%D%/rules/paste.rule %D%/rules/all.meaning \
	%D%/rules/openssl.error %D%/rules/alerts.error %D%/rules/gnutls.error \
	%D%/rules/browsers.error %D%/rules/windows.error %D%/rules/apple.error \
	%D%/rules/languages.error %D%/rules/tools.error %D%/rules/servers.error
DIAGNOSIS_RULES += %D%/rules/fronts.client
EXTRA_DIST += $(DIAGNOSIS_RULES)
libtlsdoctor_a_SOURCES += \
	%D%/paste.h %D%/paste.c %D%/paste_text.h %D%/paste_text.c \
	%D%/paste_codes.h %D%/paste_codes.c %D%/paste_index.h %D%/paste_index.c \
	%D%/paste_found.h %D%/paste_found.c
libtlsdoctor_a_SOURCES += %D%/settle.h %D%/settle.c
