/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/fingerprint.h"

#include <ctype.h>
#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/names.h"
#include "tls/extensions.h"

#define HASH_MOST 64
#define JA4_DIGITS 12

/* ---- Hashes ---- */

/* The first DIGITS hex digits of the hash of TEXT; NULL when the hash can't be had. */
static char *hash_text(gnutls_digest_algorithm_t algorithm, const char *text, size_t digits)
{
	unsigned char hash[HASH_MOST];
	struct buffer hex = { 0 };

	if (gnutls_hash_fast(algorithm, text, strlen(text), hash) < 0)
		return NULL;
	for (size_t i = 0; i < digits / 2; i++)
		buffer_add_format(&hex, "%02x", hash[i]);
	return buffer_take(&hex);
}

/* ---- JA3 ---- */

static void add_decimals(struct buffer *text, struct numbers numbers)
{
	bool first = true;

	buffer_add_char(text, ',');
	for (size_t i = 0; i < numbers.count; i++) {
		if (names_grease(numbers.at[i]))
			continue;
		buffer_add_format(text, first ? "%u" : "-%u", numbers.at[i]);
		first = false;
	}
}

char *fingerprint_ja3_text(const struct hello *hello)
{
	struct buffer text = { 0 };

	if (hello->ssl2_form)
		return NULL;
	buffer_add_format(&text, "%d", hello->version);
	add_decimals(&text, hello->suites);
	add_decimals(&text, hello->extensions);
	add_decimals(&text, hello->groups);
	add_decimals(&text, hello->point_formats);
	return buffer_take(&text);
}

char *fingerprint_ja3(const struct hello *hello)
{
	char *text = fingerprint_ja3_text(hello);
	char *hash = text ? hash_text(GNUTLS_DIG_MD5, text, 32) : NULL;

	free(text);
	return hash;
}

/* ---- JA4 ---- */

static const char *version_word(const struct hello *hello)
{
	static const struct {
		unsigned version;
		const char *word;
	} words[] = {
		{ 0x0304, "13" },
		{ 0x0303, "12" },
		{ 0x0302, "11" },
		{ 0x0301, "10" },
		{ 0x0300, "s3" },
		{ 0x0002, "s2" },
	};
	unsigned highest = 0;

	for (size_t i = 0; i < hello->versions.count; i++)
		if (!names_grease(hello->versions.at[i]) && hello->versions.at[i] > highest)
			highest = hello->versions.at[i];
	if (!hello_has(hello, EXTENSION_VERSIONS))
		highest = (unsigned)hello->version;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].version == highest)
			return words[i].word;
	return "00";
}

static unsigned count_99(struct numbers numbers)
{
	unsigned count = 0;

	for (size_t i = 0; i < numbers.count; i++)
		count += !names_grease(numbers.at[i]);
	return count < 99 ? count : 99;
}

/* First and last character of the first ALPN name, or of its hex form when one of them is no letter or digit. */
static void add_alpn(struct buffer *text, const struct hello *hello)
{
	const unsigned char *ends = hello->first_alpn_ends;

	if (!hello->first_alpn_length)
		buffer_add_text(text, "00");
	else if (ends[0] < 0x80 && ends[1] < 0x80 && isalnum(ends[0]) && isalnum(ends[1]))
		buffer_add_format(text, "%c%c", ends[0], ends[1]);
	else
		buffer_add_format(text, "%x%x", ends[0] >> 4, ends[1] & 15u);
}

static void add_head(struct buffer *text, const struct hello *hello)
{
	buffer_add_format(text, "t%s%c%02u%02u", version_word(hello),
		hello_has(hello, EXTENSION_SNI) ? 'd' : 'i', count_99(hello->suites),
		count_99(hello->extensions));
	add_alpn(text, hello);
}

static int compare(const void *a, const void *b)
{
	unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;

	return left < right ? -1 : left > right;
}

static void add_hex(struct buffer *text, struct numbers numbers)
{
	bool first = true;

	for (size_t i = 0; i < numbers.count; i++) {
		if (names_grease(numbers.at[i]))
			continue;
		buffer_add_format(text, first ? "%04x" : ",%04x", numbers.at[i]);
		first = false;
	}
}

/* Sorted, and without what the first part of JA4 tells already (SNI, ALPN) when TOLD. */
static void add_sorted(struct buffer *text, struct numbers numbers, bool told)
{
	unsigned *sorted = memory_new(numbers.count + 1, sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < numbers.count; i++)
		if (!told || (numbers.at[i] != EXTENSION_SNI && numbers.at[i] != EXTENSION_ALPN))
			sorted[count++] = numbers.at[i];
	qsort(sorted, count, sizeof(*sorted), compare);
	add_hex(text, (struct numbers){ .at = sorted, .count = count });
	free(sorted);
}

static char *suites_text(const struct hello *hello)
{
	struct buffer text = { 0 };

	add_sorted(&text, hello->suites, false);
	return buffer_take(&text);
}

static char *extensions_text(const struct hello *hello)
{
	struct buffer text = { 0 };

	add_sorted(&text, hello->extensions, true);
	if (count_99(hello->schemes))
		buffer_add_char(&text, '_');
	add_hex(&text, hello->schemes);
	return buffer_take(&text);
}

char *fingerprint_ja4_text(const struct hello *hello)
{
	struct buffer text = { 0 };
	char *suites, *extensions;

	if (hello->ssl2_form)
		return NULL;
	suites = suites_text(hello);
	extensions = extensions_text(hello);
	add_head(&text, hello);
	buffer_add_format(&text, "_%s_%s", suites, extensions);
	free(extensions);
	free(suites);
	return buffer_take(&text);
}

/* The hash of TEXT, which is freed; zeros when there is nothing to hash. */
static void add_hash(struct buffer *ja4, char *text, bool nothing)
{
	char *hash = nothing ? memory_text("000000000000")
			     : hash_text(GNUTLS_DIG_SHA256, text, JA4_DIGITS);

	buffer_add_format(ja4, "_%s", hash ? hash : "");
	free(hash);
	free(text);
}

char *fingerprint_ja4(const struct hello *hello)
{
	struct buffer ja4 = { 0 };

	if (hello->ssl2_form)
		return NULL;
	add_head(&ja4, hello);
	add_hash(&ja4, suites_text(hello), !count_99(hello->suites));
	add_hash(&ja4, extensions_text(hello), !count_99(hello->extensions));
	return buffer_take(&ja4);
}
