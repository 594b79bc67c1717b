/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "net/service.h"

static const struct {
	const char *bytes;
	size_t length; /* 0: strlen */
	enum service service;
} greetings[] = {
	{ "HTTP/1.1 400 Bad Request\r\n", 0, SERVICE_HTTP },
	{ "<!DOCTYPE html>", 0, SERVICE_HTTP },
	{ "220 mail.example.com ESMTP Postfix\r\n", 0, SERVICE_SMTP },
	{ "220 (vsFTPd 3.0.3)\r\n", 0, SERVICE_FTP },
	{ "220 something\r\n", 0, SERVICE_SMTP },
	{ "SSH-2.0-OpenSSH_9.2p1\r\n", 0, SERVICE_SSH },
	{ "SIP/2.0 400 Bad Request\r\n", 0, SERVICE_SIP },
	{ "+OK Dovecot ready.\r\n", 0, SERVICE_POP3 },
	{ "* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", 0, SERVICE_IMAP },
	{ "-ERR unknown command 'x'\r\n", 0, SERVICE_REDIS },
	{ "RFB 003.008\n", 0, SERVICE_VNC },
	{ "\x4a\x00\x00\x00\x0a"
	  "8.0.32\x00",
		12, SERVICE_MYSQL },
	{ "E\x00\x00\x00\x8fSFATAL", 11, SERVICE_POSTGRES },
	{ "0\x0c\x02\x01\x00\x61", 6, SERVICE_LDAP },
	{ "<?xml version='1.0'?><stream:stream", 0, SERVICE_XMPP },
	{ "200 news.example.com ready\r\n", 0, SERVICE_NNTP },
	{ "\"IMPLEMENTATION\" \"Dovecot\"\r\n", 0, SERVICE_SIEVE },
	{ ":irc.example NOTICE * :*** Looking up\r\n", 0, SERVICE_IRC },
	{ "\xde\xad\xbe\xef\x01\x02", 6, SERVICE_GARBAGE },
	{ "hello there\r\n", 0, SERVICE_GARBAGE },
};

Test(net_service, the_first_bytes_name_the_service)
{
	for (size_t i = 0; i < sizeof(greetings) / sizeof(greetings[0]); i++) {
		size_t length = greetings[i].length ? greetings[i].length
						    : strlen(greetings[i].bytes);

		cr_expect_eq(service_identify((const unsigned char *)greetings[i].bytes, length),
			greetings[i].service, "%s: row %zu", service_name(greetings[i].service), i);
		cr_expect_not(service_is_tls((const unsigned char *)greetings[i].bytes, length),
			"row %zu", i);
	}
	cr_expect_eq(service_identify(NULL, 0), SERVICE_UNKNOWN);
}

Test(net_service, tls_records_are_tls)
{
	static const unsigned char alert[] = { 21, 3, 3, 0, 2, 2, 40 };
	static const unsigned char hello[] = { 22, 3, 1, 0, 5 };
	static const unsigned char ssl2[] = { 0x80, 0x2e, 4, 0, 1 };

	cr_expect(service_is_tls(alert, sizeof(alert)));
	cr_expect(service_is_tls(hello, sizeof(hello)));
	cr_expect(service_is_tls(ssl2, sizeof(ssl2)));
	cr_expect(service_is_tls(hello, 1));
	cr_expect_not(service_is_tls(hello, 0));
}
