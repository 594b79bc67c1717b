/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/capture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "evidence/names.h"
#include "tls/bytes.h"
#include "tls/extensions.h"
#include "tls/fingerprint.h"
#include "tls/handshake.h"

#define ITEMS_MOST 4096
#define REQUEST_MOST 16384 /* bytes of a request's head; what is longer is answered at once */

enum { SCSV_RENEGOTIATION = 0x00ff, TLS_1_0 = 0x0301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };
enum { RECORD_ALERT = 21, FATAL = 2, HANDSHAKE_FAILURE = 40, UNRECOGNIZED_NAME = 112 };

/* ---- From the parsed hello ---- */

static int *copy_numbers(struct numbers numbers, size_t *ret_count)
{
	size_t count = numbers.count < ITEMS_MOST ? numbers.count : ITEMS_MOST;
	int *copy = count ? memory_new(count, sizeof(*copy)) : NULL;

	for (size_t i = 0; i < count; i++)
		copy[i] = (int)numbers.at[i];
	*ret_count = count;
	return copy;
}

static bool has_number(struct numbers numbers, unsigned number)
{
	for (size_t i = 0; i < numbers.count; i++)
		if (numbers.at[i] == number)
			return true;
	return false;
}

static bool has_grease(struct numbers numbers)
{
	for (size_t i = 0; i < numbers.count; i++)
		if (names_grease(numbers.at[i]))
			return true;
	return false;
}

static void take_lists(const struct hello *hello, struct seen_hello *ret)
{
	ret->versions = copy_numbers(hello->versions, &ret->version_count);
	ret->suites = copy_numbers(hello->suites, &ret->suite_count);
	ret->groups = copy_numbers(hello->groups, &ret->group_count);
	ret->schemes = copy_numbers(hello->schemes, &ret->scheme_count);
	ret->certificate_schemes = copy_numbers(
		hello->certificate_schemes, &ret->certificate_scheme_count);
	ret->extensions = copy_numbers(hello->extensions, &ret->extension_count);
	ret->compressions = copy_numbers(hello->compressions, &ret->compression_count);
	ret->compressors = copy_numbers(hello->compressors, &ret->compressor_count);
	ret->shares = copy_numbers(hello->shares, &ret->share_count);
	ret->share_sizes = copy_numbers(hello->share_sizes, &ret->share_size_count);
	ret->alpn = hello->alpn_count ? memory_new(hello->alpn_count, sizeof(*ret->alpn)) : NULL;
	ret->alpn_count = hello->alpn_count;
	for (size_t i = 0; i < hello->alpn_count; i++)
		ret->alpn[i] = memory_text(hello->alpn[i]);
}

static void take_signs(const struct hello *hello, struct seen_hello *ret)
{
	ret->grease = has_grease(hello->suites) || has_grease(hello->extensions) ||
		      has_grease(hello->versions) || has_grease(hello->groups);
	ret->ech = hello_has(hello, EXTENSION_ENCRYPTED_HELLO);
	ret->session_ticket = hello_has(hello, EXTENSION_SESSION_TICKET);
	ret->ticket_size = ret->session_ticket ? (int)hello->ticket_length : -1;
	ret->psk = hello_has(hello, EXTENSION_PRE_SHARED_KEY);
	ret->early_data = hello_has(hello, EXTENSION_EARLY_DATA);
	ret->status_request = hello_has(hello, EXTENSION_STATUS_REQUEST);
	ret->extended_master_secret = hello_has(hello, EXTENSION_MASTER_SECRET);
	ret->encrypt_then_mac = hello_has(hello, EXTENSION_ENCRYPT_THEN_MAC);
	ret->secure_renegotiation = hello_has(hello, EXTENSION_RENEGOTIATION_INFO) ||
				    has_number(hello->suites, SCSV_RENEGOTIATION);
}

void capture_take(const struct hello *hello, struct seen_hello *ret)
{
	seen_hello_init(ret);
	ret->times = 1;
	ret->ssl2_form = hello->ssl2_form;
	ret->record_version = hello->record_version;
	ret->client_version = hello->version;
	ret->size = (int64_t)hello->length;
	ret->wire_size = (int64_t)hello->wire_length;
	ret->records = (int)hello->records;
	ret->padding = (int)hello->padding_length;
	ret->session_id_size = (int)hello->session_id_length;
	ret->sni = memory_text(hello->sni);
	take_lists(hello, ret);
	take_signs(hello, ret);
	ret->ja3 = fingerprint_ja3(hello);
	ret->ja3_text = fingerprint_ja3_text(hello);
	ret->ja4 = fingerprint_ja4(hello);
	ret->ja4_text = fingerprint_ja4_text(hello);
}

/* ---- From bytes ---- */

/* RFC 9112 section 3: a method in capitals and a blank; whether the head of the request is all there. */
static enum capture read_request(const char *bytes, size_t length)
{
	static const char *const methods[] = { "GET ", "HEAD ", "POST ", "PUT ", "DELETE ",
		"CONNECT ", "OPTIONS ", "TRACE ", "PATCH ", "PRI " };

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		size_t wanted = strlen(methods[i]);
		size_t shorter = length < wanted ? length : wanted;

		if (memcmp(bytes, methods[i], shorter))
			continue;
		if (length >= REQUEST_MOST || memmem(bytes, length, "\r\n\r\n", 4) ||
			memmem(bytes, length, "\n\n", 2))
			return CAPTURE_HTTP;
		return CAPTURE_MORE;
	}
	return CAPTURE_OTHER;
}

enum capture capture_read(const void *bytes, size_t length, struct seen_hello *ret)
{
	struct hello hello;
	enum hello_outcome outcome = hello_parse(bytes, length, &hello);

	seen_hello_init(ret);
	if (outcome == HELLO_OK)
		capture_take(&hello, ret);
	hello_free(&hello);
	if (outcome == HELLO_OK)
		return CAPTURE_HELLO;
	if (outcome == HELLO_MORE)
		return CAPTURE_MORE;
	return read_request(bytes, length);
}

void capture_refuse(const struct seen_hello *hello, struct buffer *reply)
{
	int version = hello->client_version;

	/* A version that the client knows; TLS 1.3 writes 1.2 here (RFC 8446 section 5.1). */
	if (version < 0x0300 || version > TLS_1_2)
		version = TLS_1_0;
	write_number(reply, RECORD_ALERT, 1);
	write_number(reply, (unsigned)version, 2);
	write_number(reply, 2, 2);
	write_number(reply, FATAL, 1);
	write_number(reply, hello->sni ? UNRECOGNIZED_NAME : HANDSHAKE_FAILURE, 1);
}

/* ---- Our own ---- */

/* Lets WIRE say its first words into one end of a pair, and reads them from the other. */
static bool overhear(const struct wire *wire, struct buffer *ret)
{
	struct deadline until = deadline_in_ms(1000);
	char chunk[4096];
	int ends[2];
	ssize_t got;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) < 0)
		return false;
	wire->start(wire->context, ends[0], &until);
	while ((got = read(ends[1], chunk, sizeof(chunk))) > 0)
		buffer_add(ret, chunk, (size_t)got);
	close(ends[0]);
	close(ends[1]);
	return ret->length > 0;
}

bool capture_own(const char *sni, bool alpn_http, struct seen_hello *ret)
{
	const struct handshake_wish wish = {
		.sni = sni, .min = TLS_1_0, .max = TLS_1_3, .alpn_http = alpn_http
	};
	char *why = NULL;
	struct handshake *handshake = handshake_new(&wish, &why);
	struct buffer bytes = { 0 };
	bool whole = false;
	struct wire wire;

	seen_hello_init(ret);
	free(why);
	if (!handshake)
		return false;
	wire = handshake_wire(handshake);
	if (overhear(&wire, &bytes))
		whole = capture_read(bytes.bytes, bytes.length, ret) == CAPTURE_HELLO;
	ret->source = HELLO_OWN;
	buffer_free(&bytes);
	handshake_free(handshake);
	return whole;
}
