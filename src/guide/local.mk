# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/guide.h %D%/tables.h %D%/phrase.h %D%/phrase.c \
	%D%/words.c %D%/reason.c %D%/step.c %D%/finding.c %D%/cause.c %D%/fix.c \
	%D%/question.c %D%/glossary.c %D%/message.c

# The words, in the order in which fixes are offered. tools/gen makes a table of them.
GUIDE_TEXTS = \
	%D%/text/steps.step \
	%D%/text/clock.finding %D%/text/reach.finding %D%/text/handshake.finding \
	%D%/text/certificate.finding %D%/text/revocation.finding \
	%D%/text/versions.finding %D%/text/client.finding %D%/text/site.finding \
	%D%/text/reference.finding %D%/text/local.finding \
	%D%/text/you.cause %D%/text/network.cause %D%/text/site.cause \
	%D%/text/clock.fix %D%/text/connection.fix %D%/text/vpn.fix %D%/text/dns.fix \
	%D%/text/proxy.fix %D%/text/network.fix %D%/text/site.fix %D%/text/local.fix \
	%D%/text/security.fix %D%/text/update.fix %D%/text/browser.fix %D%/text/settings.fix \
	%D%/text/device.fix %D%/text/store.fix %D%/text/profile.fix %D%/text/reference.fix \
	%D%/text/paste.fix %D%/text/owner.fix \
	%D%/text/certificate.fix %D%/text/revocation.fix %D%/text/server.fix \
	%D%/text/server-proxy.fix %D%/text/upkeep.fix \
	%D%/text/apache.fix %D%/text/haproxy.fix %D%/text/iis.fix %D%/text/panel.fix \
	%D%/text/questions.question \
	%D%/text/terms.term \
	%D%/text/questions.faq \
	%D%/text/faults.fault
GUIDE_TEXTS += %D%/text/paste.finding %D%/text/paste.cause
GUIDE_TEXTS += %D%/text/nginx.finding %D%/text/log.finding
EXTRA_DIST += $(GUIDE_TEXTS)
GUIDE_TEXTS += %D%/text/offer.finding
libtlsdoctor_a_SOURCES += %D%/paste.h %D%/paste.c
libtlsdoctor_a_SOURCES += %D%/own.h %D%/own_row.h %D%/own.c
libtlsdoctor_a_SOURCES += %D%/changes.h %D%/changes.c
libtlsdoctor_a_SOURCES += %D%/search.h %D%/search.c
libtlsdoctor_a_SOURCES += %D%/server.h %D%/server.c
libtlsdoctor_a_SOURCES += %D%/settle.h %D%/settle.c
libtlsdoctor_a_SOURCES += %D%/sides.h %D%/sides.c %D%/accepts.h %D%/accepts.c
