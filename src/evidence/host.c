/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/host.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>
#include "base/memory.h"
#include "base/text.h"

#define NAME_MOST 253 /* RFC 1035 section 2.3.4, written without the final dot */
#define LABEL_MOST 63

/* ---- Addresses ---- */
static enum target_error set_address(const char *address, struct target *ret)
{
	ret->host = memory_text(address);
	ret->shown = memory_text(address);
	ret->is_ip = true;
	return TARGET_OK;
}

enum target_error host_read_ipv6(const char *text, struct target *ret)
{
	struct in6_addr binary;
	char address[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, text, &binary) != 1 ||
		!inet_ntop(AF_INET6, &binary, address, sizeof(address)))
		return TARGET_BAD_ADDRESS;
	return set_address(address, ret);
}

/* Whether the last label reads as a number (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
static bool ends_in_number(const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	if (text_starts(last, "0x"))
		return !last[2 + strspn(last + 2, "0123456789abcdef")];
	return *last && !last[strspn(last, "0123456789")];
}

static enum target_error read_ipv4(const char *text, struct target *ret)
{
	struct in_addr binary;
	char address[INET_ADDRSTRLEN];

	if (inet_pton(AF_INET, text, &binary) != 1 ||
		!inet_ntop(AF_INET, &binary, address, sizeof(address)))
		return TARGET_BAD_ADDRESS;
	return set_address(address, ret);
}

/* ---- Names ---- */
static bool is_ascii(const char *text)
{
	while (*text)
		if ((unsigned char)*text++ > 0x7f)
			return false;
	return true;
}

static char *lower_ascii(const char *name)
{
	char *copy = memory_text(name);

	for (char *at = copy; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

static void drop_final_dot(char *name)
{
	size_t length = strlen(name);

	if (length && name[length - 1] == '.')
		name[length - 1] = '\0';
}

/* The underscore is in no host name by RFC 952, but in many of those that are looked up. */
static enum target_error judge_label(const char *label, size_t length)
{
	if (length > LABEL_MOST)
		return TARGET_TOO_LONG;
	if (!length || label[0] == '-' || label[length - 1] == '-' ||
		strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") < length)
		return TARGET_BAD_LABEL;
	return TARGET_OK;
}

static enum target_error judge_labels(const char *name)
{
	enum target_error error = TARGET_OK;
	const char *label = name;

	if (!*name)
		return TARGET_NO_HOST;
	while (error == TARGET_OK) {
		size_t length = strcspn(label, ".");

		error = judge_label(label, length);
		if (!label[length])
			break;
		label += length + 1;
	}
	if (error == TARGET_OK && strlen(name) > NAME_MOST)
		return TARGET_TOO_LONG;
	return error;
}

/* ---- Names in other scripts ---- */
static bool in_range(ucs4_t character, ucs4_t first, ucs4_t last)
{
	return character >= first && character <= last;
}

static bool is_hiragana(ucs4_t character)
{
	return in_range(character, 0x3041, 0x309f);
}

static bool is_east_asian(ucs4_t character)
{
	return in_range(character, 0x3041, 0x30ff) || in_range(character, 0x3400, 0x9fff) ||
	       in_range(character, 0x20000, 0x3ffff);
}

static bool has_any(const char *text, bool (*is)(ucs4_t))
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t character;

	while ((at = u8_next(&character, at)))
		if (is(character))
			return true;
	return false;
}

/*
 * Japanese has no blanks between words, so a sentence looks like a label. There are no Chinese or Japanese
 * names without a dot, and only one top-level domain with hiragana.
 */
static bool is_sentence(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (!dot)
		return has_any(name, is_east_asian);
	return has_any(dot, is_hiragana) && strcmp(dot, ".みんな") != 0;
}

/* Whether UNICODE is safe to show and means NAME when typed: an A-label can hold anything. */
static bool is_same_name(const char *unicode, const char *name)
{
	char *clean = text_clean(unicode, strlen(unicode), TEXT_ONE_LINE, 0);
	uint8_t *ascii = NULL;
	bool same = !strcmp(clean, unicode) && !is_sentence(unicode) &&
		    idn2_lookup_u8((const uint8_t *)unicode, &ascii, IDN2_NONTRANSITIONAL) ==
			    IDN2_OK &&
		    !strcmp((const char *)ascii, name);

	idn2_free(ascii);
	free(clean);
	return same;
}

/* For people; NAME itself where there is no better form. */
static char *shown_for(const char *name)
{
	char *unicode = NULL;
	char *shown;

	if (!strstr(name, "xn--") || idn2_to_unicode_8z8z(name, &unicode, 0) != IDN2_OK)
		return memory_text(name);
	shown = memory_text(is_same_name(unicode, name) ? unicode : name);
	idn2_free(unicode);
	return shown;
}

/* Takes NAME over: lower-case ASCII without a final dot. */
static enum target_error read_ascii(char *name, struct target *ret)
{
	enum target_error error = TARGET_OK;

	if (ends_in_number(name))
		error = read_ipv4(name, ret);
	else
		error = judge_labels(name);
	if (error == TARGET_OK && !ret->is_ip) {
		ret->shown = shown_for(name);
		ret->host = name;
		return TARGET_OK;
	}
	free(name);
	return error;
}

static enum target_error error_of(int idn_error)
{
	if (idn_error == IDN2_TOO_BIG_DOMAIN || idn_error == IDN2_TOO_BIG_LABEL ||
		idn_error == IDN2_PUNYCODE_BIG_OUTPUT)
		return TARGET_TOO_LONG;
	return TARGET_BAD_IDN;
}

/* Never IDN2_USE_STD3_ASCII_RULES: it drops the underscore, which makes another host of the name. */
static enum target_error read_unicode(const char *name, struct target *ret)
{
	uint8_t *ascii = NULL;
	char *lower;
	int error = idn2_lookup_u8((const uint8_t *)name, &ascii, IDN2_NONTRANSITIONAL);

	if (error != IDN2_OK)
		return error_of(error);
	lower = lower_ascii((const char *)ascii);
	idn2_free(ascii);
	return read_ascii(lower, ret);
}

static char *compatible_form(const char *name)
{
	size_t length = 0;
	uint8_t *form = u8_normalize(
		UNINORM_NFKC, (const uint8_t *)name, strlen(name), NULL, &length);
	char *text = memory_text_n((const char *)form, length);

	free(form);
	return text;
}

enum target_error host_read_name(const char *name, struct target *ret)
{
	enum target_error error = TARGET_SENTENCE;
	char *form = is_ascii(name) ? lower_ascii(name) : compatible_form(name);

	if (!form)
		return TARGET_BAD_IDN;
	drop_final_dot(form);
	if (is_ascii(form)) {
		char *lower = lower_ascii(form);

		free(form);
		return read_ascii(lower, ret);
	}
	if (!is_sentence(form))
		error = read_unicode(form, ret);
	free(form);
	return error;
}
