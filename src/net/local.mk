# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/address.h %D%/address.c \
	%D%/budget.h %D%/budget.c \
	%D%/cache.h %D%/cache.c \
	%D%/exchange.h %D%/exchange.c \
	%D%/hosts.h %D%/hosts.c \
	%D%/http.h %D%/http.c \
	%D%/http_head.h %D%/http_head.c \
	%D%/late_curl.h %D%/late_curl.c \
	%D%/listener.h %D%/listener.c %D%/notice.h %D%/notice.c \
	%D%/desktop.h %D%/desktop.c \
	%D%/proxy.h %D%/proxy.c \
	%D%/socks.h %D%/socks.c \
	%D%/relay.h %D%/relay.c \
	%D%/resolve.h %D%/resolve.c \
	%D%/service.h %D%/service.c \
	%D%/sntp.h %D%/sntp.c \
	%D%/starttls.h %D%/starttls.c
