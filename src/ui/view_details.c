/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details: everything that was seen, as a helpdesk wants it. Names and numbers as they are. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "evidence/extensions.h"
#include "evidence/names.h"
#include "ui/model.h"
#include "ui/press.h"

#define NAMES_SHOWN 8

static char *joined(char *const *items, size_t count)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
		buffer_add_format(&text, "%s%s", i ? ", " : "", items[i]);
	if (count > NAMES_SHOWN)
		buffer_add_format(&text, ", ... (%zu)", count);
	return count ? buffer_take(&text) : NULL;
}

static char *iso(int64_t utc_s)
{
	char text[24];

	if (utc_s == -1)
		return NULL;
	timing_iso(utc_s, text, sizeof(text));
	return memory_text(text);
}

static char *ms_text(int64_t ms)
{
	return ms >= 0 ? memory_format("%lld ms", (long long)ms) : NULL;
}

static void field(struct page *page, const char *name, const char *value)
{
	page_field(page, name, memory_text(value));
}

/* ---- The way there ---- */

static const char *connect_outcome(const struct ui *ui, enum connect_outcome outcome)
{
	static const char *const words[CONNECT_OUTCOME_COUNT] = {
		[CONNECT_OK] = N_("connected"),
		[CONNECT_REFUSED] = N_("refused"),
		[CONNECT_TIMED_OUT] = N_("no answer"),
		[CONNECT_UNREACHABLE] = N_("not reachable"),
		[CONNECT_DENIED] = N_("forbidden by this computer"),
		[CONNECT_OTHER] = N_("failed"),
		[CONNECT_NOT_TRIED] = N_("not tried"),
	};

	return ui_tr(ui, words[outcome]);
}

static void add_way(const struct ui *ui, const struct evidence *ev, struct page *page)
{
	const struct target *target = &ev->settings.target;

	page_heading(page, ui_tr(ui, N_("The way there")));
	page_field(page, ui_tr(ui, N_("Address")), target_name(target));
	if (target->shown && target->host && strcmp(target->shown, target->host) != 0)
		field(page, ui_tr(ui, N_("Name in its own script")), target->shown);
	if (target->starttls != STARTTLS_NONE)
		field(page, "STARTTLS", starttls_name(target->starttls));
	if (ev->parts[PART_LOOKUP].state == PART_SEEN)
		page_field(page, "DNS", joined(ev->lookup.addresses, ev->lookup.address_count));
	for (size_t i = 0; i < ev->connect.attempt_count; i++) {
		const struct seen_attempt *attempt = &ev->connect.attempts[i];

		page_field(page, "TCP",
			memory_format("%s: %s, %lld ms", attempt->address,
				connect_outcome(ui, attempt->outcome), (long long)attempt->ms));
	}
	field(page, ui_tr(ui, N_("Proxy")), ev->connect.proxy_name);
}

/* ---- The handshake ---- */

static char *alert_text(int alert)
{
	const char *name = names_alert(alert);

	return alert >= 0 ? memory_format("%d %s", alert, name ? name : "?") : NULL;
}

static void add_handshake(const struct ui *ui, const struct evidence *ev, struct page *page)
{
	const struct seen_handshake *hs = &ev->handshake;

	if (ev->parts[PART_HANDSHAKE].state != PART_SEEN)
		return;
	page_heading(page, ui_tr(ui, N_("Handshake")));
	if (hs->address)
		page_field(page, ui_tr(ui, N_("Connected to")),
			memory_format(strchr(hs->address, ':') ? "[%s]:%d" : "%s:%d", hs->address,
				hs->port));
	page_field(page, "SNI", memory_text(hs->sni ? hs->sni : ui_tr(ui, N_("no name sent"))));
	field(page, ui_tr(ui, N_("Version")), hs->version_name);
	field(page, ui_tr(ui, N_("Cipher suite")), hs->cipher);
	field(page, ui_tr(ui, N_("Key exchange")), hs->group);
	field(page, ui_tr(ui, N_("Signature")), hs->server_signature);
	field(page, "ALPN", hs->alpn);
	page_field(page, ui_tr(ui, N_("Alert received")), alert_text(hs->alert));
	page_field(page, ui_tr(ui, N_("Alert sent")), alert_text(hs->alert_sent));
	field(page, "GnuTLS", hs->error);
	field(page, ui_tr(ui, N_("First bytes")), hs->first_bytes);
	field(page, ui_tr(ui, N_("First line")), hs->first_line);
	field(page, "STARTTLS", hs->starttls_reply);
	page_field(page, "TCP", ms_text(hs->tcp_ms));
	page_field(page, "TLS", ms_text(hs->tls_ms));
}

static void add_messages(const struct ui *ui, const struct evidence *ev, struct page *page)
{
	const struct seen_handshake *hs = &ev->handshake;

	if (!hs->message_count)
		return;
	page_heading(page, ui_tr(ui, N_("Messages of the handshake")));
	page_gap(page);
	for (size_t i = 0; i < hs->message_count; i++) {
		const struct seen_message *m = &hs->messages[i];
		const char *name = names_message(m->type);

		page_add(page, BLOCK_LITERAL,
			memory_format("%s %5lld ms %6lld B  %s", m->received ? "<-" : "->",
				(long long)m->ms, (long long)m->size, name ? name : "?"));
	}
}

/* ---- The certificates ---- */

static void add_certificate(
	const struct ui *ui, const struct seen_cert *cert, size_t place, struct page *page)
{
	char *heading = memory_format("%s %zu", ui_tr(ui, N_("Certificate")), place + 1);
	struct extension_row rows[EXTENSION_ROWS_MOST];
	size_t count = extension_rows(cert, rows);

	page_heading(page, heading);
	free(heading);
	field(page, ui_tr(ui, N_("Made out to")), cert->subject);
	/* TRANSLATORS: The host names that a certificate counts for. */
	page_field(page, ui_tr(ui, N_("Names")), joined(cert->dns_names, cert->dns_name_count));
	page_field(page, "IP", joined(cert->ip_addresses, cert->ip_address_count));
	field(page, ui_tr(ui, N_("Issued by")), cert->issuer);
	page_field(page, ui_tr(ui, N_("Valid from")), iso(cert->not_before));
	page_field(page, ui_tr(ui, N_("Valid until")), iso(cert->not_after));
	if (cert->key_type)
		page_field(page, ui_tr(ui, N_("Public key")),
			memory_format("%s %d", cert->key_type, cert->key_bits));
	field(page, ui_tr(ui, N_("Signature")), cert->signature);
	field(page, ui_tr(ui, N_("Serial number")), cert->serial);
	for (size_t i = 0; i < count; i++)
		page_field(page, rows[i].name, rows[i].value);
	field(page, "SHA-256", cert->sha256);
}

static void add_trust(const struct ui *ui, const struct evidence *ev, struct page *page)
{
	const struct seen_trust *trust = &ev->trust;

	if (ev->parts[PART_TRUST].state != PART_SEEN)
		return;
	page_heading(page, ui_tr(ui, N_("Trust")));
	field(page, ui_tr(ui, N_("Root certificate")), trust->anchor);
	field(page, ui_tr(ui, N_("Missing issuer")), trust->missing_issuer);
	field(page, ui_tr(ui, N_("Certificate store")), trust->store_path);
	page_field(page, ui_tr(ui, N_("Last changed")), iso(trust->store_s));
	if (trust->system_anchors >= 0)
		page_field(page, ui_tr(ui, N_("Certificates in it")),
			memory_format("%d", trust->system_anchors));
	if (trust->expired_anchors > 0)
		page_field(page, ui_tr(ui, N_("Of these, expired")),
			memory_format("%d", trust->expired_anchors));
}

/* ---- Further handshakes, the web server's answer ---- */

static void add_trials(const char *heading, const struct seen_trials *trials, struct page *page)
{
	if (!trials->count)
		return;
	page_heading(page, heading);
	for (size_t i = 0; i < trials->count; i++) {
		const struct seen_trial *trial = &trials->items[i];
		const struct seen_handshake *hs = &trial->handshake;
		char *alert = alert_text(hs->alert);

		page_field(page, trial->label,
			memory_format("%s%s%s%s%s", stage_name(hs->stage),
				hs->version_name ? ", " : "",
				hs->version_name ? hs->version_name : "", alert ? ", alert " : "",
				alert ? alert : ""));
		free(alert);
	}
}

static void add_http(const struct ui *ui, const struct evidence *ev, struct page *page)
{
	const struct seen_http *http = &ev->http;

	if (ev->parts[PART_HTTP].state != PART_SEEN)
		return;
	page_heading(page, "HTTP");
	if (http->status >= 0)
		page_field(page, ui_tr(ui, N_("Status")), memory_format("%d", http->status));
	field(page, "Server", http->server);
	field(page, "Location", http->location);
	page_field(page, "Date", iso(http->date_s));
	field(page, ui_tr(ui, N_("Error")), http->error);
}

static void add_findings(const struct ui *ui, const struct findings *findings, struct page *page)
{
	page_heading(page, ui_tr(ui, N_("Findings")));
	page_gap(page);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		char *sentence = guide_finding(ui->language, finding);

		page_point(page, mark_of_verdict(finding->verdict),
			memory_format("%s: %s", finding->id, sentence));
		free(sentence);
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct evidence *ev = &ui->session->evidence;

	(void)frame;
	page_add(page, BLOCK_HEADING, memory_text(ui_tr(ui, N_("Technical details"))));
	add_way(ui, ev, page);
	add_handshake(ui, ev, page);
	add_messages(ui, ev, page);
	for (size_t i = 0; i < ev->handshake.chain_count; i++)
		add_certificate(ui, &ev->handshake.chain[i], i, page);
	add_trust(ui, ev, page);
	add_trials("SNI", &ev->sni, page);
	add_trials(ui_tr(ui, N_("Versions")), &ev->versions, page);
	add_trials(ui_tr(ui, N_("Addresses")), &ev->addresses, page);
	add_http(ui, ev, page);
	add_findings(ui, &ui->session->findings, page);
	ui_command(ui, page, ACT_ANSWER);
	if (ui->session->clients.count)
		ui_command(ui, page, ACT_CLIENTS);
	ui_command(ui, page, ACT_STEPS);
	ui_command(ui, page, ACT_REPORT);
	ui_command(ui, page, ACT_WORDS);
}

const struct view_ops view_details = {
	.name = "details",
	.fill = fill,
};
