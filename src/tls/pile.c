/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/pile.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

static const char *find(const char *text, const char *end, const char *wanted)
{
	return text < end ? memmem(text, (size_t)(end - text), wanted, strlen(wanted)) : NULL;
}

/* Names and end of a TBSCertificate (RFC 5280 section 4.1). */
static bool read_names(struct piled *piled)
{
	struct der_bytes all = piled->der, dates;
	struct der_value value;
	int64_t not_before;

	if (!der_take_tag(&all, DER_SEQUENCE, &value))
		return false;
	all = value.inside;
	if (!der_take_tag(&all, DER_SEQUENCE, &value))
		return false;
	all = value.inside;
	der_take_tag(&all, DER_NUMBERED, &value); /* absent in version 1 */
	if (!der_take_tag(&all, DER_INTEGER, &value) || !der_take_tag(&all, DER_SEQUENCE, &value) ||
		!der_take_tag(&all, DER_SEQUENCE, &value))
		return false;
	piled->issuer = value.whole;
	if (!der_take_tag(&all, DER_SEQUENCE, &value))
		return false;
	dates = value.inside;
	if (!der_take_time(&dates, &not_before) || !der_take_time(&dates, &piled->not_after) ||
		!der_take_tag(&all, DER_SEQUENCE, &value))
		return false;
	piled->subject = value.whole;
	return true;
}

/* Takes DER when it is shaped like a certificate. */
static bool take_der(struct pile *pile, uint8_t *der, size_t length)
{
	struct piled piled = { .der = { der, length } };

	if (!read_names(&piled))
		return false;
	/* Room is doubled at each power of two. */
	if (!(pile->count & (pile->count - 1)))
		pile->items = memory_resize(
			pile->items, pile->count ? 2 * pile->count : 1, sizeof(*pile->items));
	pile->items[pile->count++] = piled;
	return true;
}

bool pile_add(struct pile *pile, const void *der, size_t length)
{
	uint8_t *copy = memory_new(length + 1, 1);

	memcpy(copy, der, length);
	if (take_der(pile, copy, length))
		return true;
	free(copy);
	return false;
}

/* ---- PEM ---- */

enum { SPACE = 64, STRANGE = 65 };

/* What each byte of base64 text stands for (RFC 4648 section 4). */
struct digits {
	uint8_t of[256];
};

static void learn_digits(struct digits *digits)
{
	static const char all[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	memset(digits->of, STRANGE, sizeof(digits->of));
	for (uint8_t i = 0; all[i]; i++)
		digits->of[(unsigned char)all[i]] = i;
	for (const char *space = " \t\r\n"; *space; space++)
		digits->of[(unsigned char)*space] = SPACE;
}

/* The three bytes that four digits at TEXT stand for, as nearly all of a list is written. */
static bool four_digits(
	const struct digits *digits, const char *text, const char *end, uint32_t *ret_three)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t a, b, c, d;

	if (end - text < 4)
		return false;
	a = digits->of[at[0]];
	b = digits->of[at[1]];
	c = digits->of[at[2]];
	d = digits->of[at[3]];
	*ret_three = a << 18 | b << 12 | c << 6 | d;
	return (a | b | c | d) < SPACE;
}

/* The bytes behind base64 with white space in it, up to its first '='. NULL when it isn't base64. */
static uint8_t *decode(
	const struct digits *digits, const char *text, const char *end, size_t *ret_length)
{
	uint8_t *bytes = memory_new((size_t)(end - text) / 4 * 3 + 3, 1), *to = bytes;
	uint32_t held = 0;
	int bits = 0;

	for (; text < end && *text != '='; text++) {
		uint8_t digit;

		for (uint32_t three; !bits && four_digits(digits, text, end, &three); text += 4) {
			*to++ = (uint8_t)(three >> 16);
			*to++ = (uint8_t)(three >> 8);
			*to++ = (uint8_t)three;
		}
		if (text == end || *text == '=')
			break;
		digit = digits->of[(unsigned char)*text];
		if (digit == SPACE)
			continue;
		if (digit == STRANGE) {
			free(bytes);
			return NULL;
		}
		held = held << 6 | digit;
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		*to++ = (uint8_t)(held >> bits);
	}
	*ret_length = (size_t)(to - bytes);
	return bytes;
}

size_t pile_read(struct pile *pile, const void *pem, size_t length)
{
	static const char *const labels[] = { "-----BEGIN CERTIFICATE-----",
		"-----BEGIN X509 CERTIFICATE-----" };
	const char *text = pem, *end = text + length;
	size_t before = pile->count;
	struct digits digits;

	learn_digits(&digits);
	while ((text = find(text, end, "-----BEGIN "))) {
		const char *stop = find(text, end, "-----END ");
		const char *body = NULL;
		uint8_t *der;
		size_t size;

		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]) && stop; i++)
			if ((size_t)(stop - text) >= strlen(labels[i]) &&
				!memcmp(text, labels[i], strlen(labels[i])))
				body = text + strlen(labels[i]);
		text++;
		der = body ? decode(&digits, body, stop, &size) : NULL;
		if (der && !take_der(pile, der, size))
			free(der);
		if (body)
			text = stop;
	}
	return pile->count - before;
}

bool pile_has(const struct pile *pile, gnutls_x509_crt_t cert)
{
	gnutls_datum_t der;
	bool found = false;

	if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &der) < 0)
		return false;
	for (size_t i = 0; i < pile->count && !found; i++)
		found = der_same(pile->items[i].der, (struct der_bytes){ der.data, der.size });
	gnutls_free(der.data);
	return found;
}

gnutls_x509_crt_t pile_parse(const struct piled *piled)
{
	gnutls_datum_t der = { (unsigned char *)piled->der.at, (unsigned int)piled->der.length };
	gnutls_x509_crt_t cert;

	if (gnutls_x509_crt_init(&cert) < 0)
		return NULL;
	if (gnutls_x509_crt_import(cert, &der, GNUTLS_X509_FMT_DER) >= 0)
		return cert;
	gnutls_x509_crt_deinit(cert);
	return NULL;
}

void pile_free(struct pile *pile)
{
	for (size_t i = 0; i < pile->count; i++)
		free((void *)pile->items[i].der.at);
	free(pile->items);
	*pile = (struct pile){ 0 };
}
