/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/service.h"

#include <string.h>
#include <strings.h>

struct opening {
	const char *text; /* how the first line begins, without regard to case */
	enum service service;
};

static const struct opening openings[] = {
	{ "HTTP/", SERVICE_HTTP },
	{ "<html", SERVICE_HTTP },
	{ "<!doctype", SERVICE_HTTP },
	{ "ICY ", SERVICE_HTTP },
	{ "SIP/2.0", SERVICE_SIP },
	{ "SSH-", SERVICE_SSH },
	{ "Exceeded MaxStartups", SERVICE_SSH },
	{ "+OK", SERVICE_POP3 },
	{ "-ERR unknown command", SERVICE_REDIS },
	{ "-ERR", SERVICE_POP3 },
	{ "-NOAUTH", SERVICE_REDIS },
	{ "-DENIED", SERVICE_REDIS },
	{ "* OK", SERVICE_IMAP },
	{ "* PREAUTH", SERVICE_IMAP },
	{ "* BYE", SERVICE_IMAP },
	{ "* BAD", SERVICE_IMAP },
	{ "200 ", SERVICE_NNTP },
	{ "201 ", SERVICE_NNTP },
	{ "400 ", SERVICE_NNTP },
	{ "\"IMPLEMENTATION\"", SERVICE_SIEVE },
	{ "RFB ", SERVICE_VNC },
	{ "<?xml", SERVICE_XMPP },
	{ "<stream:", SERVICE_XMPP },
	{ "ERROR :", SERVICE_IRC },
	{ ":", SERVICE_IRC },
	{ "NOTICE ", SERVICE_IRC },
	{ "421 ", SERVICE_SMTP },
	{ "500 ", SERVICE_SMTP },
	{ "502 ", SERVICE_SMTP },
	{ "503 ", SERVICE_SMTP },
	{ "521 ", SERVICE_SMTP },
	{ "554", SERVICE_SMTP },
};

bool service_is_tls(const unsigned char *bytes, size_t length)
{
	if (!length)
		return false;
	if (bytes[0] >= 20 && bytes[0] <= 24)
		return (length < 2 || bytes[1] == 3) && (length < 3 || bytes[2] <= 4);
	return (bytes[0] & 0x80) && length >= 3 && bytes[2] == 4; /* SSL 2 SERVER-HELLO */
}

static bool begins(const unsigned char *bytes, size_t length, const char *text)
{
	size_t wanted = strlen(text);

	return length >= wanted && !strncasecmp((const char *)bytes, text, wanted);
}

/* "220" greets for SMTP and FTP alike; the words after it tell. */
static enum service mail_or_ftp(const unsigned char *bytes, size_t length)
{
	char line[256];
	size_t end = 0;

	while (end < length && end < sizeof(line) - 1 && bytes[end] != '\n')
		end++;
	memcpy(line, bytes, end);
	line[end] = '\0';
	if (strcasestr(line, "SMTP") || strcasestr(line, "mail") || strcasestr(line, "postfix") ||
		strcasestr(line, "exim"))
		return SERVICE_SMTP;
	if (strcasestr(line, "FTP"))
		return SERVICE_FTP;
	return SERVICE_SMTP;
}

/* A MySQL packet: 3 bytes of length, sequence 0, protocol 10 and a version text; or an error packet. */
static bool is_mysql(const unsigned char *bytes, size_t length)
{
	size_t size;

	if (length < 5 || bytes[3] != 0)
		return false;
	size = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16;
	return size >= 5 && size < 1024 && (bytes[4] == 0x0a || bytes[4] == 0xff);
}

enum service service_identify(const unsigned char *bytes, size_t length)
{
	if (!length)
		return SERVICE_UNKNOWN;
	if (begins(bytes, length, "220"))
		return mail_or_ftp(bytes, length);
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (begins(bytes, length, openings[i].text))
			return openings[i].service;
	if (is_mysql(bytes, length))
		return SERVICE_MYSQL;
	if (bytes[0] == 0x30 && length >= 2 && (bytes[1] < 0x80 || bytes[1] == 0x84))
		return SERVICE_LDAP; /* a BER SEQUENCE: an LDAPMessage, RFC 4511 section 4.1.1 */
	if ((bytes[0] == 'E' && length >= 5 && !bytes[1] && !bytes[2]) ||
		(length == 1 && (bytes[0] == 'N' || bytes[0] == 'S')))
		return SERVICE_POSTGRES;
	return SERVICE_GARBAGE;
}
