/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/suites.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME_MOST 64

/* clang-format off */
#define SUITE(number_, name_, openssl_, exchange_, auth_, cipher_, bits_, mode_, mac_, first_, last_, flags_) \
	{ \
		.number = number_, .name = name_, .openssl = openssl_, .exchange = EXCHANGE_##exchange_, \
		.auth = AUTH_##auth_, .cipher = CIPHER_##cipher_, .bits = bits_, .mode = MODE_##mode_, \
		.mac = MAC_##mac_, .first_version = first_, .last_version = last_, .flags = flags_, \
	},
/* clang-format on */
static const struct suite suites[] = {
#include "evidence/suites.def"
};
#undef SUITE

#define SUITE_COUNT (sizeof(suites) / sizeof(suites[0]))

static const bool forward_secret[EXCHANGE_COUNT] = {
	[EXCHANGE_ANY] = true,
	[EXCHANGE_DHE] = true,
	[EXCHANGE_ECDHE] = true,
	[EXCHANGE_DHE_PSK] = true,
	[EXCHANGE_ECDHE_PSK] = true,
	[EXCHANGE_SRP] = true,
	[EXCHANGE_PWD] = true,
	[EXCHANGE_CECPQ1] = true,
};

const struct suite *suites_all(size_t *ret_count)
{
	*ret_count = SUITE_COUNT;
	return suites;
}

static int compare(const void *key, const void *item)
{
	unsigned number = *(const unsigned *)key;
	unsigned other = ((const struct suite *)item)->number;

	return number < other ? -1 : number > other;
}

const struct suite *suite_find(unsigned number)
{
	return bsearch(&number, suites, SUITE_COUNT, sizeof(suites[0]), compare);
}

/* Replaces FROM, found at AT in TEXT, by the shorter or equally long TO. */
static void replace(char *text, char *at, const char *from, const char *to)
{
	size_t shift = strlen(from) - strlen(to);
	char *rest = at + strlen(from);

	memcpy(at, to, strlen(to));
	memmove(rest - shift, rest, (size_t)(text + strlen(text) - rest) + 1);
}

/* What libraries write where IANA writes something else; at the start, in the middle, at the end. */
static const struct {
	const char *from, *to;
	enum { ANYWHERE, START, END } where;
} spellings[] = {
	{ "SSL_", "TLS_", START }, /* Java */
	{ "EDH-", "DHE-", START }, /* OpenSSL before 1.1 */
	{ "_WITH_", "_", ANYWHERE }, /* GnuTLS leaves it out */
	{ "ARCFOUR", "RC4", ANYWHERE }, /* GnuTLS */
	{ "_SHA1", "_SHA", END }, /* GnuTLS */
};

static char *find_spelling(char *form, size_t i)
{
	size_t length = strlen(form), part = strlen(spellings[i].from);
	char *at = form;

	if (spellings[i].where == ANYWHERE)
		return strcasestr(form, spellings[i].from);
	if (length < part)
		return NULL;
	if (spellings[i].where == END)
		at += length - part;
	return strncasecmp(at, spellings[i].from, part) ? NULL : at;
}

/* The form in which the spellings of one suite are alike. false when it is longer than any name. */
static bool common_form(const char *name, size_t length, char form[NAME_MOST])
{
	if (length >= NAME_MOST)
		return false;
	memcpy(form, name, length);
	form[length] = '\0';
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		char *at = find_spelling(form, i);

		if (at)
			replace(form, at, spellings[i].from, spellings[i].to);
	}
	return true;
}

static bool is_called(const char *name, const char *wanted)
{
	char form[NAME_MOST];

	return name && common_form(name, strlen(name), form) && !strcasecmp(form, wanted);
}

/* As the registry writes it: what libraries say, and the quickest to find. */
static const struct suite *find_exactly(const char *text, size_t length)
{
	for (size_t i = 0; i < SUITE_COUNT; i++)
		if (strlen(suites[i].name) == length && !memcmp(suites[i].name, text, length))
			return &suites[i];
	return NULL;
}

const struct suite *suite_find_name(const char *text, size_t length)
{
	const struct suite *exact = length ? find_exactly(text, length) : NULL;
	char wanted[NAME_MOST];

	if (exact)
		return exact;
	if (!length || memchr(text, '\0', length) || !common_form(text, length, wanted))
		return NULL;
	for (size_t i = 0; i < SUITE_COUNT; i++)
		if (is_called(suites[i].name, wanted) || is_called(suites[i].openssl, wanted))
			return &suites[i];
	return NULL;
}

bool suite_forward_secret(const struct suite *suite)
{
	return forward_secret[suite->exchange];
}

bool suite_aead(const struct suite *suite)
{
	return suite->mode >= MODE_GCM;
}

const struct suite *suite_named(const char *name)
{
	return name ? suite_find_name(name, strlen(name)) : NULL;
}
