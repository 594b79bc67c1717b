# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/check.h %D%/check.c \
	%D%/findings.h %D%/findings.c \
	%D%/judge.h %D%/checks.def \
	%D%/alerts.h %D%/alerts.c \
	%D%/chain.h %D%/chain.c \
	%D%/hostname.h %D%/hostname.c \
	%D%/sides.h %D%/sides.c %D%/side.c \
	%D%/strength.h %D%/strength.c \
	%D%/distrust.h %D%/distrust.c \
	%D%/times.h %D%/times.c \
	%D%/offers.h %D%/offers.c %D%/hello.c %D%/renegotiation.c %D%/groups.c \
	%D%/trouble.h %D%/trouble.c \
	%D%/clock.c %D%/reach.h %D%/reach.c %D%/reach_names.c %D%/reach_stability.c %D%/portal.c %D%/proxy.c %D%/handshake.c %D%/starttls.c \
	%D%/certificate.h %D%/certificate.c \
	%D%/certificate_dates.c %D%/certificate_names.c \
	%D%/certificate_form.c %D%/certificate_logs.c %D%/certificate_lifetime.c \
	%D%/certificate_strength.c %D%/certificate_purpose.c \
	%D%/trust.c %D%/store.c %D%/revocation.c %D%/versions.c %D%/client.c %D%/ciphers.c \
	%D%/site.h %D%/site.c %D%/sites.c \
	%D%/products.h %D%/products.c %D%/interception.c \
	%D%/sni.h %D%/sni.c %D%/client_certificate.c \
	%D%/http.c %D%/backends.c %D%/upkeep.c
libtlsdoctor_a_SOURCES += \
	%D%/offered.h %D%/offered.c \
	%D%/limits.h %D%/limits.c %D%/limits_openssl.c %D%/limits_gnutls.c %D%/limits_java.c \
	%D%/openssl_ciphers.c %D%/local_authorities.h %D%/local_authorities.c %D%/local_policy.c \
	%D%/browser_versions.h %D%/browser_versions.c %D%/browser.c %D%/profile.c
libtlsdoctor_a_SOURCES += %D%/offer.c
libtlsdoctor_a_SOURCES += %D%/cdns.h %D%/cdns.c %D%/origin.c
libtlsdoctor_a_SOURCES += %D%/paste.c
