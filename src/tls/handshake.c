/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/handshake.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/abstract.h>
#include <gnutls/ocsp.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "base/memory.h"
#include "base/text.h"
#include "evidence/names.h"
#include "net/service.h"
#include "tls/chain.h"
#include "tls/library.h"
#include "tls/reply.h"
#include "tls/sct.h"

#define FIRST_BYTES_KEPT 512
#define MESSAGE_MOST (128 * 1024)
#define MESSAGES_MOST 64
#define CLIENT_CAS_MOST 8
/* A TLS 1.3 server looks at the client's certificate after the handshake has ended here; its alert may
 * come this much later (RFC 8446 section 4.4.2.4). */
#define LATE_ALERT_MS 1500
#define TICKET_MS 50
/* Of a ServerHello: two bytes of version before it. */
#define HELLO_RANDOM_END 34

struct handshake {
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
	struct seen_handshake seen;
	int fd;
	int64_t began_us;
	int64_t last_sent_us;
	unsigned char first[FIRST_BYTES_KEPT];
	size_t first_length;
	bool eof; /* FIN was read */
	int sys_errno; /* of the last failed recv or send */
	bool hello_seen; /* ServerHello or HelloRetryRequest */
	bool finished; /* the handshake is done; waiting for a late alert, a ticket, or nothing */
	bool wants_scts;
	bool wants_ticket;
	struct ticket ticket;
	struct conversation *talk;
	struct deadline *until; /* the exchange's wire keeps it */
	enum stage rung;
	void (*told)(void *context, enum stage stage);
	void *told_context;
};

/* ---- Bytes ---- */

static ssize_t pull(gnutls_transport_ptr_t context, void *bytes, size_t room)
{
	struct handshake *handshake = context;
	ssize_t got = recv(handshake->fd, bytes, room, 0);

	if (got < 0) {
		if (errno != EAGAIN && errno != EINTR)
			handshake->sys_errno = errno;
		gnutls_transport_set_errno(handshake->session, errno);
		return -1;
	}
	if (!got) {
		handshake->eof = true;
		return 0;
	}
	handshake->seen.bytes_received += got;
	if (handshake->first_length < FIRST_BYTES_KEPT) {
		size_t keep = FIRST_BYTES_KEPT - handshake->first_length;

		keep = keep < (size_t)got ? keep : (size_t)got;
		memcpy(handshake->first + handshake->first_length, bytes, keep);
		handshake->first_length += keep;
	}
	return got;
}

static ssize_t push(gnutls_transport_ptr_t context, const void *bytes, size_t length)
{
	struct handshake *handshake = context;
	ssize_t sent = send(handshake->fd, bytes, length, MSG_NOSIGNAL);

	if (sent < 0) {
		if (errno != EAGAIN && errno != EINTR)
			handshake->sys_errno = errno;
		gnutls_transport_set_errno(handshake->session, errno);
		return -1;
	}
	handshake->last_sent_us = timing_monotonic_us();
	return sent;
}

/* ---- Timestamps of logs ---- */

/* Up to TLS 1.2 they stand in the ServerHello. */
static int take_scts(gnutls_session_t session, const unsigned char *bytes, size_t length)
{
	struct handshake *handshake = gnutls_session_get_ptr(session);

	handshake->seen.scts_sent = sct_count_list(bytes, length);
	return 0;
}

/* An empty one asks for them. */
static int ask_for_scts(gnutls_session_t session, gnutls_buffer_t extension)
{
	(void)session;
	(void)extension;
	return GNUTLS_E_INT_RET_0;
}

static void set_up_scts(gnutls_session_t session)
{
	gnutls_session_ext_register(session, "signed_certificate_timestamp", SCT_EXTENSION,
		GNUTLS_EXT_TLS, take_scts, ask_for_scts, NULL, NULL, NULL,
		GNUTLS_EXT_FLAG_CLIENT_HELLO | GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO);
}

/*
 * In TLS 1.3 they stand beside the certificate. GnuTLS (3.7, 3.8) gives up there, but shows the message
 * before: what it needs is read from that.
 */
static void look_beside_certificate(struct handshake *handshake, const gnutls_datum_t *message)
{
	struct seen_handshake *seen = &handshake->seen;
	struct sct_leaf leaf;
	gnutls_datum_t der;

	if (!handshake->wants_scts || seen->chain ||
		gnutls_protocol_get_version(handshake->session) != GNUTLS_TLS1_3)
		return;
	seen->scts_sent = sct_count_certificate(message->data, message->size, &leaf);
	if (seen->scts_sent < 0)
		return;
	der = (gnutls_datum_t){ (unsigned char *)leaf.der, (unsigned)leaf.length };
	seen->chain = memory_new(1, sizeof(*seen->chain));
	seen->chain_count = 1;
	chain_read(&der, &seen->chain[0]);
}

/* The ServerHello of an older version came: with none, when none has been read of it. */
static void look_at_older_hello(struct handshake *handshake)
{
	if (handshake->wants_scts && handshake->seen.scts_sent < 0 &&
		gnutls_protocol_get_version(handshake->session) < GNUTLS_TLS1_3)
		handshake->seen.scts_sent = 0;
}

/* ---- Messages ---- */

static void reach(struct handshake *handshake, enum stage stage)
{
	if (stage <= handshake->rung)
		return;
	handshake->rung = stage;
	if (handshake->told)
		handshake->told(handshake->told_context, stage);
}

/* How far a received message has brought us: the rung that is tried next. */
static enum stage stage_after(unsigned int type)
{
	switch (type) {
	case GNUTLS_HANDSHAKE_SERVER_HELLO:
		return STAGE_CERTIFICATE;
	case GNUTLS_HANDSHAKE_CERTIFICATE_PKT:
		return STAGE_KEYS;
	default:
		return STAGE_HELLO;
	}
}

/* Before GnuTLS reads it, and perhaps gives up. */
static void look_at_hello(struct seen_handshake *seen, const gnutls_datum_t *message)
{
	if (message->size >= HELLO_RANDOM_END)
		seen->downgrade = reply_downgrade_mark(message->data + HELLO_RANDOM_END - 32);
}

static int on_message(gnutls_session_t session, unsigned int type, unsigned int when,
	unsigned int incoming, const gnutls_datum_t *message)
{
	struct handshake *handshake = gnutls_session_get_ptr(session);
	struct seen_handshake *seen = &handshake->seen;

	if (when == GNUTLS_HOOK_PRE && incoming && type == GNUTLS_HANDSHAKE_SERVER_HELLO)
		look_at_hello(seen, message);
	if (when != GNUTLS_HOOK_POST || seen->message_count >= MESSAGES_MOST)
		return 0;
	seen->messages = memory_resize(
		seen->messages, seen->message_count + 1, sizeof(*seen->messages));
	seen->messages[seen->message_count++] = (struct seen_message){
		.type = (int)type,
		.received = incoming,
		.ms = (timing_monotonic_us() - handshake->began_us) / 1000,
		.size = message->size,
	};
	if (!incoming)
		return 0;
	if (type == GNUTLS_HANDSHAKE_SERVER_HELLO) {
		handshake->hello_seen = true;
		look_at_older_hello(handshake);
	}
	if (type == GNUTLS_HANDSHAKE_CERTIFICATE_PKT)
		look_beside_certificate(handshake, message);
	if (type == GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST)
		seen->client_cert_asked = true;
	reach(handshake, stage_after(type));
	return 0;
}

/* Called when the server asks for a certificate: notes the CAs it names; sends ours, or none. */
static int on_certificate_request(gnutls_session_t session,
	const struct gnutls_cert_retr_st *request, gnutls_pcert_st **certs, unsigned int *count,
	gnutls_ocsp_data_st **ocsp, unsigned int *ocsp_count, gnutls_privkey_t *key,
	unsigned int *flags)
{
	struct handshake *handshake = gnutls_session_get_ptr(session);
	struct seen_handshake *seen = &handshake->seen;

	(void)ocsp;
	(void)ocsp_count;
	(void)flags;
	*certs = NULL;
	*count = 0;
	*key = NULL;
	for (unsigned int i = 0; i < request->nreqs && seen->client_ca_count < CLIENT_CAS_MOST;
		i++) {
		gnutls_datum_t name;

		if (gnutls_x509_rdn_get2(&request->req_ca_rdn[i], &name, 0) < 0)
			continue;
		seen->client_cas = memory_resize(
			seen->client_cas, seen->client_ca_count + 1, sizeof(*seen->client_cas));
		seen->client_cas[seen->client_ca_count++] = text_clean(
			name.data, name.size, TEXT_ONE_LINE, 200);
		gnutls_free(name.data);
	}
	return 0;
}

/* ---- Setting up ---- */

static char *priorities_of(const struct handshake_wish *wish)
{
	static const struct {
		int version;
		const char *word;
	} versions[] = {
		{ 0x0304, ":+VERS-TLS1.3" },
		{ 0x0303, ":+VERS-TLS1.2" },
		{ 0x0302, ":+VERS-TLS1.1" },
		{ 0x0301, ":+VERS-TLS1.0" },
	};
	struct buffer words = { 0 };

	buffer_add_text(&words, "NORMAL:-VERS-ALL");
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (versions[i].version >= wish->min && versions[i].version <= wish->max)
			buffer_add_text(&words, versions[i].word);
	return buffer_take(&words);
}

static int set_up_credentials(struct handshake *handshake, const struct handshake_wish *wish)
{
	int error = gnutls_certificate_allocate_credentials(&handshake->credentials);

	if (error < 0)
		return error;
	if (wish->cert_file)
		error = gnutls_certificate_set_x509_key_file(handshake->credentials,
			wish->cert_file, wish->key_file ? wish->key_file : wish->cert_file,
			GNUTLS_X509_FMT_PEM);
	else
		gnutls_certificate_set_retrieve_function3(
			handshake->credentials, on_certificate_request);
	if (error < 0)
		return error;
	return gnutls_credentials_set(
		handshake->session, GNUTLS_CRD_CERTIFICATE, handshake->credentials);
}

static int set_up_session(struct handshake *handshake, const struct handshake_wish *wish)
{
	static const gnutls_datum_t protocols[] = {
		{ (unsigned char *)"h2", 2 },
		{ (unsigned char *)"http/1.1", 8 },
	};
	gnutls_session_t session;
	char *words;
	int error;

	error = gnutls_init(
		&handshake->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
	if (error < 0)
		return error;
	session = handshake->session;
	gnutls_session_set_ptr(session, handshake);
	words = priorities_of(wish);
	error = gnutls_priority_set_direct(session, words, NULL);
	free(words);
	if (error < 0)
		return error;
	/* A small group is to be seen and judged, not to end the handshake. */
	gnutls_dh_set_prime_bits(session, 512);
	gnutls_handshake_set_max_packet_length(session, MESSAGE_MOST);
	gnutls_handshake_set_timeout(session, GNUTLS_INDEFINITE_TIMEOUT);
	if (wish->sni)
		gnutls_server_name_set(session, GNUTLS_NAME_DNS, wish->sni, strlen(wish->sni));
	if (wish->alpn_h1)
		gnutls_alpn_set_protocols(session, &protocols[1], 1, 0);
	else if (wish->alpn_http || wish->alpn_h2)
		gnutls_alpn_set_protocols(session, protocols, wish->alpn_h2 ? 1 : 2, 0);
	gnutls_ocsp_status_request_enable_client(session, NULL, 0, NULL);
	if (handshake->wants_scts)
		set_up_scts(session);
	gnutls_handshake_set_hook_function(
		session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_BOTH, on_message);
	if (wish->resume && wish->resume->length)
		gnutls_session_set_data(session, wish->resume->bytes, wish->resume->length);
	gnutls_transport_set_ptr(session, handshake);
	gnutls_transport_set_pull_function(session, pull);
	gnutls_transport_set_push_function(session, push);
	return set_up_credentials(handshake, wish);
}

struct handshake *handshake_new(const struct handshake_wish *wish, char **ret_why)
{
	struct handshake *handshake = memory_new(1, sizeof(*handshake));
	int error;

	library_begin();
	seen_handshake_init(&handshake->seen);
	handshake->seen.sni = memory_text(wish->sni);
	handshake->seen.offered_min = wish->min;
	handshake->seen.offered_max = wish->max;
	handshake->seen.bytes_received = 0;
	handshake->rung = STAGE_TCP;
	handshake->fd = -1;
	handshake->wants_ticket = wish->wants_ticket;
	handshake->talk = wish->talk;
	handshake->wants_scts = wish->max < 0x0304 || wish->wants_scts;
	error = set_up_session(handshake, wish);
	if (error >= 0)
		return handshake;
	*ret_why = memory_text(gnutls_strerror(error));
	handshake_free(handshake);
	return NULL;
}

void handshake_on_rung(
	struct handshake *handshake, void (*told)(void *context, enum stage stage), void *context)
{
	handshake->told = told;
	handshake->told_context = context;
}

void handshake_free(struct handshake *handshake)
{
	if (!handshake)
		return;
	if (handshake->session)
		gnutls_deinit(handshake->session);
	if (handshake->credentials)
		gnutls_certificate_free_credentials(handshake->credentials);
	seen_handshake_free(&handshake->seen);
	ticket_free(&handshake->ticket);
	free(handshake);
}

/* ---- What was agreed ---- */

static char *copy_datum(const gnutls_datum_t *datum)
{
	return text_clean(datum->data, datum->size, TEXT_ONE_LINE, 255);
}

static void take_chain(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;
	unsigned int count = 0;
	const gnutls_datum_t *ders = gnutls_certificate_get_peers(handshake->session, &count);

	if (!ders || seen->chain)
		return;
	seen->chain_sent = (int)count;
	seen->chain_count = count > CHAIN_MOST ? CHAIN_MOST : count;
	seen->chain = memory_new(seen->chain_count, sizeof(*seen->chain));
	for (size_t i = 0; i < seen->chain_count; i++)
		chain_read(&ders[i], &seen->chain[i]);
}

static int version_number(gnutls_protocol_t version)
{
	switch (version) {
	case GNUTLS_SSL3:
		return 0x0300;
	case GNUTLS_TLS1_0:
		return 0x0301;
	case GNUTLS_TLS1_1:
		return 0x0302;
	case GNUTLS_TLS1_2:
		return 0x0303;
	case GNUTLS_TLS1_3:
		return 0x0304;
	default:
		return -1;
	}
}

static void take_group(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;
	gnutls_session_t session = handshake->session;
	gnutls_kx_algorithm_t exchange = gnutls_kx_get(session);
	gnutls_group_t group = gnutls_group_get(session);

	if (group != GNUTLS_GROUP_INVALID)
		seen->group = memory_text(gnutls_group_get_name(group));
	else if (exchange == GNUTLS_KX_RSA)
		seen->group = memory_text("RSA");
	if (exchange == GNUTLS_KX_DHE_RSA || exchange == GNUTLS_KX_DHE_DSS)
		seen->dh_bits = gnutls_dh_get_prime_bits(session);
}

/* What a finished handshake agreed on. */
static void take_agreement(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;
	gnutls_session_t session = handshake->session;
	gnutls_datum_t datum = { NULL, 0 };

	seen->cipher = memory_text(gnutls_ciphersuite_get(session));
	take_group(handshake);
	if (gnutls_alpn_get_selected_protocol(session, &datum) >= 0)
		seen->alpn = copy_datum(&datum);
	seen->server_signature = memory_text(
		gnutls_sign_get_name((gnutls_sign_algorithm_t)gnutls_sign_algorithm_get(session)));
	seen->resumed = gnutls_session_is_resumed(session) != 0;
	if (seen->version < 0x0304) {
		seen->extended_master_secret = gnutls_session_ext_master_secret_status(session) !=
					       0;
		seen->encrypt_then_mac = gnutls_session_etm_status(session) != 0;
		seen->secure_renegotiation = gnutls_safe_renegotiation_status(session) != 0;
	}
	if (gnutls_ocsp_status_request_get(session, &datum) >= 0 && datum.size <= 65536) {
		seen->staple = chain_base64(datum.data, datum.size);
		seen->scts_stapled = sct_count_ocsp(datum.data, datum.size);
	}
	gnutls_certificate_client_get_request_status(session);
}

static void take_version(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;

	if (!handshake->hello_seen)
		return;
	seen->version = version_number(gnutls_protocol_get_version(handshake->session));
	free(seen->version_name);
	seen->version_name = memory_text(names_version(seen->version));
}

/* ---- How it ended ---- */

/* GnuTLS reads no more than a record's header: the rest of a line in clear is still waiting. */
static void read_on(struct handshake *handshake)
{
	ssize_t got = recv(handshake->fd, handshake->first + handshake->first_length,
		FIRST_BYTES_KEPT - handshake->first_length, MSG_DONTWAIT);

	if (got > 0)
		handshake->first_length += (size_t)got;
}

static void take_first_bytes(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;
	size_t length;

	read_on(handshake);
	length = handshake->first_length < 32 ? handshake->first_length : 32;
	seen->first_bytes = memory_new(2 * length + 1, 1);
	for (size_t i = 0; i < length; i++) {
		seen->first_bytes[2 * i] = "0123456789abcdef"[handshake->first[i] >> 4];
		seen->first_bytes[2 * i + 1] = "0123456789abcdef"[handshake->first[i] & 15];
	}
	for (length = 0; length < handshake->first_length; length++)
		if (handshake->first[length] == '\r' || handshake->first[length] == '\n')
			break;
	seen->first_line = text_clean(handshake->first, length, TEXT_ONE_LINE, 200);
	seen->service = service_identify(handshake->first, handshake->first_length);
}

/* The rung that broke: by the alert where it tells, else by how far the messages got. */
static enum stage broken_rung(const struct handshake *handshake)
{
	const struct seen_handshake *seen = &handshake->seen;

	if (handshake->finished)
		return STAGE_DATA;
	if (handshake->hello_seen)
		return handshake->rung;
	switch (seen->alert) {
	case GNUTLS_A_PROTOCOL_VERSION:
		return STAGE_VERSION;
	case GNUTLS_A_HANDSHAKE_FAILURE:
	case GNUTLS_A_INSUFFICIENT_SECURITY:
		return STAGE_CIPHER;
	default:
		return STAGE_HELLO;
	}
}

static unsigned conclude(struct handshake *handshake, enum hs_outcome outcome)
{
	struct seen_handshake *seen = &handshake->seen;
	int64_t now_us = timing_monotonic_us();

	seen->outcome = outcome;
	if (!handshake->finished)
		seen->tls_ms = (now_us - handshake->began_us) / 1000;
	if (handshake->last_sent_us && outcome != HS_DONE)
		seen->late_ms = (now_us - handshake->last_sent_us) / 1000;
	take_version(handshake);
	take_chain(handshake);
	seen->stage = outcome == HS_DONE ? STAGE_DONE : broken_rung(handshake);
	if (outcome == HS_NOT_TLS)
		take_first_bytes(handshake);
	if (outcome == HS_RESET)
		seen->sys_errno = handshake->sys_errno;
	return 0;
}

/* GnuTLS gave up on its own: says goodbye by the fitting alert. */
static unsigned conclude_local(struct handshake *handshake, int error)
{
	const char *name = gnutls_strerror_name(error);
	int level;

	handshake->seen.error = memory_text(name ? name : "unknown");
	handshake->seen.alert_sent = gnutls_error_to_alert(error, &level);
	gnutls_alert_send_appropriate(handshake->session, error);
	return conclude(handshake, HS_LOCAL);
}

static unsigned conclude_error(struct handshake *handshake, int error)
{
	if (error == GNUTLS_E_FATAL_ALERT_RECEIVED) {
		handshake->seen.alert = (int)gnutls_alert_get(handshake->session);
		return conclude(handshake, HS_ALERT);
	}
	if (handshake->first_length && !handshake->hello_seen &&
		!service_is_tls(handshake->first, handshake->first_length))
		return conclude(handshake, HS_NOT_TLS);
	if (handshake->sys_errno)
		return conclude(handshake, HS_RESET);
	/* An end of the connection, or close_notify (RFC 8446 section 6.1): the server says goodbye. */
	if (handshake->eof || error == GNUTLS_E_SESSION_EOF)
		return conclude(handshake, HS_CLOSED);
	return conclude_local(handshake, error);
}

static unsigned wanted(const struct handshake *handshake)
{
	return gnutls_record_get_direction(handshake->session) ? WIRE_WRITE : WIRE_READ;
}

/* ---- Tickets ---- */

static void take_ticket(struct handshake *handshake)
{
	gnutls_datum_t data;

	if (!handshake->wants_ticket || handshake->ticket.length ||
		gnutls_session_get_data2(handshake->session, &data) < 0)
		return;
	handshake->ticket.bytes = memory_new(data.size, 1);
	memcpy(handshake->ticket.bytes, data.data, data.size);
	handshake->ticket.length = data.size;
	gnutls_memset(data.data, 0, data.size);
	gnutls_free(data.data);
}

struct ticket handshake_ticket(const struct handshake *handshake)
{
	struct ticket copy = { NULL, handshake->ticket.length };

	if (!copy.length)
		return copy;
	copy.bytes = memory_new(copy.length, 1);
	memcpy(copy.bytes, handshake->ticket.bytes, copy.length);
	return copy;
}

void ticket_free(struct ticket *ticket)
{
	if (ticket->bytes)
		gnutls_memset(ticket->bytes, 0, ticket->length);
	free(ticket->bytes);
	*ticket = (struct ticket){ 0 };
}

/* TLS 1.3 sends it when the handshake has ended (RFC 8446 section 4.6.1). */
static bool ticket_came(struct handshake *handshake)
{
	if (!handshake->wants_ticket ||
		!(gnutls_session_get_flags(handshake->session) & GNUTLS_SFLAGS_SESSION_TICKET))
		return false;
	take_ticket(handshake);
	return true;
}

/* ---- The end ---- */

/* After the end of a TLS 1.3 handshake: is our certificate refused after all, does a ticket come? */
static unsigned listen_late(struct handshake *handshake)
{
	char bytes[256];
	ssize_t got = gnutls_record_recv(handshake->session, bytes, sizeof(bytes));

	bool came = ticket_came(handshake), asked = handshake->seen.client_cert_asked;

	if ((got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED) && (asked || !came))
		return WIRE_READ;
	if (!asked)
		return conclude(handshake, HS_DONE); /* whatever comes now, the handshake is over */
	if (got == GNUTLS_E_FATAL_ALERT_RECEIVED)
		return conclude_error(handshake, (int)got);
	if (handshake->sys_errno || got == 0 || got == GNUTLS_E_PREMATURE_TERMINATION)
		return conclude(handshake, handshake->sys_errno ? HS_RESET : HS_CLOSED);
	return conclude(handshake, HS_DONE); /* data came: we are welcome */
}

/* Says what is to be said and listens until enough was heard, or there is no more. */
static unsigned converse(struct handshake *handshake)
{
	struct conversation *talk = handshake->talk;
	gnutls_session_t session = handshake->session;
	char bytes[4096];
	ssize_t went = 0;

	while (!talk->said_us) {
		went = gnutls_record_send(session, talk->say.bytes, talk->say.length);
		if (went == GNUTLS_E_AGAIN || went == GNUTLS_E_INTERRUPTED)
			return WIRE_WRITE;
		if (went < 0)
			return 0;
		talk->say.length -= (size_t)went;
		memmove(talk->say.bytes, talk->say.bytes + went, talk->say.length);
		if (!talk->say.length)
			talk->said_us = timing_monotonic_us();
	}
	while ((went = gnutls_record_recv(session, bytes, sizeof(bytes))) > 0) {
		if (!talk->heard_us)
			talk->heard_us = timing_monotonic_us();
		if (!talk->hear(talk->context, bytes, (size_t)went)) {
			gnutls_bye(session, GNUTLS_SHUT_WR);
			return 0;
		}
	}
	return went == GNUTLS_E_AGAIN || went == GNUTLS_E_INTERRUPTED ? WIRE_READ : 0;
}

/* A ticket takes no longer than the handshake did. */
static int late_ms(const struct handshake *handshake)
{
	const struct seen_handshake *seen = &handshake->seen;

	if (seen->client_cert_asked || seen->tls_ms > LATE_ALERT_MS / 2)
		return LATE_ALERT_MS;
	return TICKET_MS + (int)seen->tls_ms * 2;
}

static unsigned went_well(struct handshake *handshake)
{
	struct seen_handshake *seen = &handshake->seen;

	take_version(handshake);
	take_chain(handshake);
	take_agreement(handshake);
	conclude(handshake, HS_DONE);
	if (handshake->talk) {
		handshake->finished = true;
		return converse(handshake);
	}
	if (seen->version < 0x0304)
		take_ticket(handshake);
	if (seen->version == 0x0304 && (seen->client_cert_asked || handshake->wants_ticket)) {
		handshake->finished = true;
		*handshake->until = deadline_in_ms(late_ms(handshake));
		return listen_late(handshake);
	}
	gnutls_bye(handshake->session, GNUTLS_SHUT_WR);
	return 0;
}

static unsigned go_on(struct handshake *handshake)
{
	int error;

	if (handshake->finished)
		return handshake->talk ? converse(handshake) : listen_late(handshake);
	for (;;) {
		error = gnutls_handshake(handshake->session);
		if (error != GNUTLS_E_WARNING_ALERT_RECEIVED && error != GNUTLS_E_INTERRUPTED &&
			error != GNUTLS_E_GOT_APPLICATION_DATA)
			break;
		if (error == GNUTLS_E_WARNING_ALERT_RECEIVED)
			handshake->seen.warning_alert = (int)gnutls_alert_get(handshake->session);
	}
	if (error == GNUTLS_E_AGAIN)
		return wanted(handshake);
	if (error == GNUTLS_E_SUCCESS)
		return went_well(handshake);
	return conclude_error(handshake, error);
}

/* ---- The wire ---- */

static unsigned wire_start(void *context, int fd, struct deadline *until)
{
	struct handshake *handshake = context;

	handshake->fd = fd;
	handshake->until = until;
	handshake->began_us = timing_monotonic_us();
	reach(handshake, STAGE_HELLO);
	return go_on(handshake);
}

static unsigned wire_step(void *context, bool expired)
{
	struct handshake *handshake = context;

	if (!expired)
		return go_on(handshake);
	if (handshake->finished)
		return 0; /* no late alert: it stays done */
	if (handshake->first_length && !handshake->hello_seen &&
		!service_is_tls(handshake->first, handshake->first_length))
		return conclude(handshake, HS_NOT_TLS);
	return conclude(handshake, handshake->seen.bytes_received ? HS_STALLED : HS_SILENT);
}

struct wire handshake_wire(struct handshake *handshake)
{
	return (struct wire){
		.context = handshake,
		.start = wire_start,
		.step = wire_step,
	};
}

static enum stage stage_without_wire(const struct exchange *exchange)
{
	if (exchange->chosen < 0)
		return exchange->proxy ? STAGE_PROXY : STAGE_TCP;
	if (exchange->proxy_outcome != PROXY_NOT_USED && exchange->proxy_outcome != PROXY_OK)
		return STAGE_PROXY;
	return STAGE_STARTTLS;
}

void handshake_take(
	struct handshake *handshake, const struct exchange *exchange, struct seen_handshake *ret)
{
	struct seen_handshake *seen = &handshake->seen;

	if (!exchange->wire_started) {
		seen->outcome = exchange->cancelled ? HS_CANCELLED : HS_NO_CONNECTION;
		seen->stage = stage_without_wire(exchange);
	} else if (exchange->cancelled && seen->outcome != HS_DONE) {
		seen->outcome = HS_CANCELLED;
	}
	if (exchange->chosen >= 0)
		seen->address = memory_text(exchange->attempts[exchange->chosen].address);
	else if (exchange->attempt_count)
		seen->sys_errno = exchange->attempts[0].sys_errno;
	seen->port = exchange->port;
	seen->tcp_ms = exchange->tcp_ms;
	seen->way_ms = exchange->way_ms;
	seen->starttls = exchange->starttls_outcome;
	seen->starttls_reply = memory_text(exchange->starttls_reply);
	if (seen->service == SERVICE_UNKNOWN)
		seen->service = exchange->starttls_service;
	*ret = *seen;
	seen_handshake_init(seen);
}
