/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/reply_messages.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "evidence/suites.h"
#include "tls/extensions.h"

#define DERS_MOST 64
#define EXTENSIONS_MOST 1024

/* SHA-256 of "HelloRetryRequest", RFC 8446 section 4.1.3. */
static const unsigned char retry_random[32] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11,
	0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c,
	0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };

static struct numbers read_numbers(struct reader reader, int width)
{
	size_t count = reader.left / (size_t)width;
	unsigned *at;

	if (!count)
		return (struct numbers){ 0 };
	at = memory_new(count, sizeof(*at));
	for (size_t i = 0; i < count; i++)
		at[i] = read_number(&reader, width);
	return (struct numbers){ .at = at, .count = count };
}

static void replace_numbers(struct numbers *numbers, struct numbers by)
{
	free((void *)numbers->at);
	*numbers = by;
}

static void clear_ders(struct reply_ders *ders)
{
	for (size_t i = 0; i < ders->count; i++)
		free(ders->at[i].bytes);
	free(ders->at);
	*ders = (struct reply_ders){ 0 };
}

static void add_der(struct reply_ders *ders, struct reader bytes)
{
	struct reply_der *der;

	if (ders->count == DERS_MOST)
		return;
	ders->at = memory_resize(ders->at, ders->count + 1, sizeof(*ders->at));
	der = &ders->at[ders->count++];
	der->bytes = memory_new(bytes.left + 1, 1);
	der->length = bytes.left;
	if (bytes.left)
		memcpy(der->bytes, bytes.at, bytes.left);
}

/* A list of DER structures, each with WIDTH bytes of length. */
static bool read_ders(struct reply_ders *ders, struct reader list, int width)
{
	clear_ders(ders);
	while (list.left) {
		struct reader der = read_vector(&list, width);

		if (list.broken)
			return false;
		add_der(ders, der);
	}
	return !list.broken;
}

static bool read_key_share(struct reply *reply, struct reader content)
{
	reply->group = (int)read_number(&content, 2);
	if (reply->retry)
		return read_all(&content);
	reply->share_size = read_vector(&content, 2).left;
	return read_all(&content);
}

static bool read_cookie(struct reply *reply, struct reader content)
{
	struct reader cookie = read_vector(&content, 2);

	if (!read_all(&content))
		return false;
	free(reply->cookie);
	reply->cookie = memory_new(cookie.left + 1, 1);
	reply->cookie_length = cookie.left;
	if (cookie.left)
		memcpy(reply->cookie, cookie.at, cookie.left);
	return true;
}

static bool read_alpn(struct reply *reply, struct reader content)
{
	struct reader list = read_vector(&content, 2);
	struct reader name = read_vector(&list, 1);

	if (!read_all(&content) || !read_all(&list))
		return false;
	free(reply->alpn);
	reply->alpn = text_clean(name.at, name.left, TEXT_ONE_LINE, 255);
	return true;
}

static bool read_extension(struct reply *reply, unsigned type, struct reader content)
{
	switch (type) {
	case EXTENSION_VERSIONS:
		reply->version = (int)read_number(&content, 2);
		return read_all(&content);
	case EXTENSION_KEY_SHARE:
		return read_key_share(reply, content);
	case EXTENSION_COOKIE:
		return read_cookie(reply, content);
	case EXTENSION_ALPN:
		return read_alpn(reply, content);
	case EXTENSION_RENEGOTIATION_INFO:
		reply->secure_renegotiation = true;
		return true;
	case EXTENSION_MASTER_SECRET:
		reply->master_secret = true;
		return true;
	case EXTENSION_ENCRYPT_THEN_MAC:
		reply->encrypt_then_mac = true;
		return true;
	case EXTENSION_SESSION_TICKET:
		reply->session_ticket = true;
		return true;
	case EXTENSION_STATUS_REQUEST:
		reply->status_request = true;
		return true;
	default:
		return true;
	}
}

static bool read_extensions(struct reply *reply, struct reader block)
{
	size_t most = block.left / 4 < EXTENSIONS_MOST ? block.left / 4 : EXTENSIONS_MOST;
	unsigned *types = memory_new(most + 1, sizeof(*types));

	replace_numbers(&reply->extensions, (struct numbers){ .at = types });
	while (block.left) {
		unsigned type = read_number(&block, 2);
		struct reader content = read_vector(&block, 2);

		if (block.broken || reply->extensions.count == most)
			return false;
		if (!read_extension(reply, type, content))
			return false;
		types[reply->extensions.count++] = type;
	}
	return !block.broken;
}

/* The last eight bytes of a random: "DOWNGRD" and 1 or 0. */
int reply_downgrade_mark(const unsigned char random[32])
{
	if (memcmp(random + 24, "DOWNGRD", 7))
		return -1;
	return random[31] == 1 ? 0x0303 : random[31] == 0 ? 0x0302 : -1;
}

bool reply_server_hello(struct reply *reply, struct reader body)
{
	struct reader random;

	reply->version = (int)read_number(&body, 2);
	random = read_part(&body, 32);
	reply->session_id_length = read_vector(&body, 1).left;
	reply->suite = (long)read_number(&body, 2);
	reply->compression = (int)read_number(&body, 1);
	if (body.broken)
		return false;
	reply->retry = reply->version == 0x0303 && !memcmp(random.at, retry_random, 32);
	reply->hello = !reply->retry;
	reply->downgrade = reply_downgrade_mark(random.at);
	if (!body.left)
		return true; /* no extensions at all */
	struct reader extensions = read_vector(&body, 2);

	return read_all(&body) && read_extensions(reply, extensions);
}

bool reply_certificate(struct reply *reply, struct reader body)
{
	struct reader list = read_vector(&body, 3);

	return read_all(&body) && read_ders(&reply->certificates, list, 3);
}

/* Of a number, as its bytes stand on the wire. */
static int bits_of(struct reader number)
{
	while (number.left && !*number.at) {
		number.at++;
		number.left--;
	}
	if (!number.left)
		return 0;
	return (int)(number.left - 1) * 8 + 32 - __builtin_clz(*number.at);
}

/* RFC 8422 section 5.4. */
static bool read_curve(struct reply *reply, struct reader *body)
{
	unsigned type = read_number(body, 1);

	if (type == 1 || type == 2) {
		reply->group = type == 1 ? 0xff01 : 0xff02; /* its description follows; not read */
		body->left = 0;
		return !body->broken;
	}
	reply->group = (int)read_number(body, 2);
	reply->share_size = read_vector(body, 1).left;
	return !body->broken && type == 3;
}

/* RFC 5246 section 7.4.3: prime, generator, public value. */
static bool read_field(struct reply *reply, struct reader *body)
{
	reply->dh_bits = bits_of(read_vector(body, 2));
	read_vector(body, 2);
	reply->share_size = read_vector(body, 2).left;
	return !body->broken;
}

/* RFC 2246 section 7.4.3: the modulus and exponent of a key that was made for export suites. */
static bool read_rsa(struct reply *reply, struct reader *body)
{
	reply->rsa_bits = bits_of(read_vector(body, 2));
	read_vector(body, 2);
	return !body->broken;
}

/* Which form the parameters have, the suite says. What it doesn't say isn't read. */
static bool read_parameters(struct reply *reply, enum suite_exchange exchange, struct reader *body)
{
	switch (exchange) {
	case EXCHANGE_ECDHE_PSK:
		read_vector(body, 2); /* a hint at the identity, RFC 4279 section 2 */
		return read_curve(reply, body);
	case EXCHANGE_ECDHE:
		return read_curve(reply, body);
	case EXCHANGE_DHE_PSK:
		read_vector(body, 2);
		return read_field(reply, body);
	case EXCHANGE_DHE:
		return read_field(reply, body);
	case EXCHANGE_RSA:
		return read_rsa(reply, body);
	default:
		body->left = 0;
		return true;
	}
}

bool reply_key_exchange(struct reply *reply, struct reader body)
{
	const struct suite *suite = reply->suite < 0 ? NULL : suite_find((unsigned)reply->suite);

	if (!suite)
		return true;
	if (!read_parameters(reply, suite->exchange, &body))
		return false;
	if (body.left && reply->version == 0x0303)
		reply->scheme = (int)read_number(&body, 2);
	return !body.broken;
}

/* RFC 5246 section 7.4.4. */
bool reply_certificate_request(struct reply *reply, struct reader body)
{
	struct reader types = read_vector(&body, 1), schemes = { 0 }, names;

	if (reply->version == 0x0303)
		schemes = read_vector(&body, 2);
	names = read_vector(&body, 2);
	if (!read_all(&body) || schemes.left % 2)
		return false;
	reply->certificate_request = true;
	replace_numbers(&reply->request_types, read_numbers(types, 1));
	replace_numbers(&reply->request_schemes, read_numbers(schemes, 2));
	return read_ders(&reply->request_names, names, 2);
}

bool reply_ssl2_hello(struct reply *reply, struct reader body)
{
	size_t certificate, kinds, connection;
	struct reader der, list;

	read_number(&body, 1); /* whether the session is known */
	read_number(&body, 1); /* type of the certificate */
	reply->version = (int)read_number(&body, 2);
	certificate = read_number(&body, 2);
	kinds = read_number(&body, 2);
	connection = read_number(&body, 2);
	der = read_part(&body, certificate);
	list = read_part(&body, kinds);
	read_part(&body, connection);
	if (!read_all(&body) || kinds % 3)
		return false;
	reply->hello = true;
	if (certificate)
		add_der(&reply->certificates, der);
	replace_numbers(&reply->kinds, read_numbers(list, 3));
	return true;
}
