/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers, for those who can read them. Names of protocols and libraries are the same everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/extensions.h"
#include "evidence/names.h"
#include "report/formats.h"
#include "report/sheet.h"

static char *address_text(const struct session *session)
{
	const char *address = report_address(session);
	int port = session->evidence.handshake.port;

	if (!address)
		return NULL;
	if (port <= 0)
		port = session->evidence.settings.target.port;
	return memory_format(strchr(address, ':') ? "[%s]:%d" : "%s:%d", address, port);
}

static char *alert_text(int alert)
{
	const char *name = names_alert(alert);

	if (alert < 0)
		return NULL;
	return name ? memory_format("%s (%d)", name, alert) : memory_format("%d", alert);
}

static char *ms_text(int64_t ms)
{
	return ms < 0 ? NULL : memory_format("%lld ms", (long long)ms);
}

static void add(struct sheet *sheet, const char *label, char *value)
{
	sheet_field(sheet, INDENT, label, value);
}

static void add_handshake(struct sheet *sheet, const struct seen_handshake *handshake)
{
	const struct language *language = sheet->language;

	add(sheet, "SNI", memory_text(handshake->sni));
	add(sheet, tr(language, "Version"), memory_text(handshake->version_name));
	add(sheet, tr(language, "Cipher suite"), memory_text(handshake->cipher));
	add(sheet, tr(language, "Key exchange"), memory_text(handshake->group));
	add(sheet, tr(language, "Signature"), memory_text(handshake->server_signature));
	add(sheet, "ALPN", memory_text(handshake->alpn));
	add(sheet, tr(language, "Alert received"), alert_text(handshake->alert));
	add(sheet, tr(language, "Alert sent"), alert_text(handshake->alert_sent));
	add(sheet, "GnuTLS", memory_text(handshake->error));
	add(sheet, tr(language, "First bytes"), memory_text(handshake->first_bytes));
	add(sheet, tr(language, "First line"), memory_text(handshake->first_line));
	add(sheet, "STARTTLS", memory_text(handshake->starttls_reply));
}

static void add_http(struct sheet *sheet, const struct seen_http *http)
{
	if (http->status >= 0)
		add(sheet, "HTTP", memory_format("%d", http->status));
	add(sheet, "Server", memory_text(http->server));
	add(sheet, "Location", memory_text(http->location));
}

static void add_times(struct sheet *sheet, const struct evidence *evidence)
{
	add(sheet, "DNS", ms_text(evidence->lookup.ms));
	add(sheet, "TCP", ms_text(evidence->handshake.tcp_ms));
	add(sheet, "TLS", ms_text(evidence->handshake.tls_ms));
}

/* ---- Certificates ---- */

static char *names_text(const struct sheet *sheet, const struct seen_cert *cert)
{
	size_t count = cert->dns_name_count + cert->ip_address_count;
	const char **names = memory_new(count, sizeof(*names));
	char *text;

	for (size_t i = 0; i < cert->dns_name_count; i++)
		names[i] = cert->dns_names[i];
	for (size_t i = 0; i < cert->ip_address_count; i++)
		names[cert->dns_name_count + i] = cert->ip_addresses[i];
	text = count ? i18n_list(sheet->language, names, count) : NULL;
	free(names);
	return text;
}

static char *date_text(const struct sheet *sheet, const struct seen_cert *cert, int64_t date_s)
{
	return cert->malformed ? NULL : i18n_date_time(sheet->language, date_s);
}

static void add_cert(struct sheet *sheet, size_t number, const struct seen_cert *cert)
{
	const struct language *language = sheet->language;
	char *heading = memory_format("%s %zu", tr(language, "Certificate"), number);
	struct extension_row rows[EXTENSION_ROWS_MOST];
	size_t count = extension_rows(cert, rows);

	paper_heading(&sheet->paper, 3, INDENT, heading);
	free(heading);
	add(sheet, tr(language, "Made out to"), memory_text(cert->subject));
	add(sheet, tr(language, "Names"), names_text(sheet, cert));
	add(sheet, tr(language, "Issued by"), memory_text(cert->issuer));
	add(sheet, tr(language, "Valid from"), date_text(sheet, cert, cert->not_before));
	add(sheet, tr(language, "Valid until"), date_text(sheet, cert, cert->not_after));
	if (cert->key_type)
		add(sheet, tr(language, "Public key"),
			memory_format("%s %d", cert->key_type, cert->key_bits));
	add(sheet, tr(language, "Signature"), memory_text(cert->signature));
	add(sheet, tr(language, "Serial number"), memory_text(cert->serial));
	for (size_t i = 0; i < count; i++)
		add(sheet, rows[i].name, rows[i].value);
	add(sheet, "SHA-256", memory_text(cert->sha256));
}

static void add_trust(struct sheet *sheet, const struct seen_trust *trust)
{
	paper_gap(&sheet->paper);
	add(sheet, tr(sheet->language, "Root certificate"), memory_text(trust->anchor));
	add(sheet, tr(sheet->language, "Missing issuer"), memory_text(trust->missing_issuer));
}

void sheet_details(struct sheet *sheet)
{
	const struct evidence *evidence = &sheet->session->evidence;

	sheet_heading(sheet, tr(sheet->language, "Technical details"));
	add(sheet, tr(sheet->language, "Address"), address_text(sheet->session));
	add(sheet, tr(sheet->language, "Proxy"), memory_text(evidence->connect.proxy_name));
	add_handshake(sheet, &evidence->handshake);
	add_http(sheet, &evidence->http);
	add_times(sheet, evidence);
	for (size_t i = 0; i < evidence->handshake.chain_count; i++)
		add_cert(sheet, i + 1, &evidence->handshake.chain[i]);
	add_trust(sheet, &evidence->trust);
}
