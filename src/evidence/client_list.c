/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/client_list.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/text.h"
#include "evidence/groups.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

#define ITEMS_MOST 4096
#define WORD_MOST 60 /* bytes of a strange word that are kept */

struct word {
	const char *at;
	size_t length;
};

/* What is left of one line. */
struct line {
	const char *at;
	size_t left;
	bool table; /* of "openssl ciphers -v": its columns are no words of the list */
};

/* ---- Words ---- */

static bool is_separator(char c)
{
	return !c || isspace((unsigned char)c) || strchr(",:;|\"'`()[]{}<>", c);
}

static bool next_word(struct line *line, struct word *ret)
{
	size_t length = 0;

	while (line->left && is_separator(*line->at)) {
		line->at++;
		line->left--;
	}
	while (length < line->left && !is_separator(line->at[length]))
		length++;
	*ret = (struct word){ line->at, length };
	line->at += length;
	line->left -= length;
	return length > 0;
}

static bool is_word(struct word word, const char *text)
{
	return strlen(text) == word.length && !memcmp(word.at, text, word.length);
}

static bool is_word_same(struct word word, const char *text)
{
	return strlen(text) == word.length && !strncasecmp(word.at, text, word.length);
}

/* ---- Lists ---- */

static void add_once(int **items, size_t *count, unsigned number)
{
	for (size_t i = 0; i < *count; i++)
		if ((*items)[i] == (int)number)
			return;
	if (*count == ITEMS_MOST)
		return;
	*items = memory_resize(*items, *count + 1, sizeof(**items));
	(*items)[(*count)++] = (int)number;
}

static void add_suite(struct seen_hello *hello, unsigned number)
{
	add_once(&hello->suites, &hello->suite_count, number);
}

static void add_strange(struct client_list *list, struct word word)
{
	if (list->strange_count < CLIENT_LIST_WORDS_MOST)
		list->strange[list->strange_count] = text_clean(
			word.at, word.length, TEXT_ONE_LINE, WORD_MOST);
	list->strange_count++;
}

/* ---- Rules ---- */

/* Words of OpenSSL's "CIPHER LIST FORMAT" and of GnuTLS's priority strings; OpenSSL's depend on case. */
static const char *const rule_words[] = { "ALL", "COMPLEMENTOFALL", "DEFAULT",
	"COMPLEMENTOFDEFAULT", "HIGH", "MEDIUM", "LOW", "EXP", "EXPORT", "EXPORT40", "EXPORT56",
	"FIPS", "SUITEB128", "SUITEB128ONLY", "SUITEB192", "NULL", "eNULL", "aNULL", "RSA", "kRSA",
	"aRSA", "DH", "kDHE", "kEDH", "EDH", "DHE", "ADH", "kECDHE", "kEECDH", "EECDH", "ECDHE",
	"ECDH", "AECDH", "aDSS", "DSS", "aECDSA", "ECDSA", "PSK", "kPSK", "aPSK", "SRP", "AES",
	"AES128", "AES256", "AESGCM", "AESCCM", "AESCCM8", "ARIA", "ARIA128", "ARIA256", "CAMELLIA",
	"CAMELLIA128", "CAMELLIA256", "CHACHA20", "3DES", "DES", "RC4", "RC2", "IDEA", "SEED",
	"MD5", "SHA", "SHA1", "SHA256", "SHA384", "CBC", "GOST94", "GOST89MAC", "NORMAL",
	"PERFORMANCE", "SECURE128", "SECURE192", "SECURE256", "PFS", "LEGACY", "SYSTEM", "NONE" };

static bool is_rule(struct word word)
{
	if (strchr("!@+", word.at[0]) && word.length > 1)
		return true;
	if (word.at[0] == '-' && word.length > 1 && isalpha((unsigned char)word.at[1]))
		return true;
	if (memchr(word.at, '+', word.length))
		return true;
	for (size_t i = 0; i < sizeof(rule_words) / sizeof(rule_words[0]); i++)
		if (is_word(word, rule_words[i]))
			return true;
	return false;
}

/* ---- Codes ---- */

/* The hex digits of WORD, with "0x" (which may be asked for) or without; how many, 0 when it is no code. */
static size_t read_hex(struct word word, bool prefix, unsigned *ret)
{
	bool has = word.length > 2 && word.at[0] == '0' && (word.at[1] == 'x' || word.at[1] == 'X');
	size_t start = has ? 2 : 0;
	unsigned number = 0;

	if ((prefix && !has) || word.length - start > 6)
		return 0;
	for (size_t i = start; i < word.length; i++) {
		char c = word.at[i];

		if (!isxdigit((unsigned char)c))
			return 0;
		number = number * 16 +
			 (unsigned)(isdigit((unsigned char)c) ? c - '0' : (c | 32) - 'a' + 10);
	}
	*ret = number;
	return word.length - start;
}

/* "0xC0" and the next word, or the next two: codes are also written byte by byte. */
static bool read_bytes(struct line *line, unsigned first, unsigned *ret)
{
	struct line ahead = *line;
	struct word word;
	unsigned byte;

	*ret = first;
	for (int bytes = 1; bytes < 3; bytes++) {
		struct line before = ahead;

		if (!next_word(&ahead, &word) || read_hex(word, true, &byte) != 2) {
			*line = before;
			return bytes == 2;
		}
		/* A third byte belongs to the code only where it is SSL 2's: else a new one begins. */
		if (bytes == 2 && !suite_find(*ret << 8 | byte)) {
			*line = before;
			return true;
		}
		*ret = *ret << 8 | byte;
	}
	*line = ahead;
	return true;
}

static bool take_code(struct client_list *list, struct line *line, struct word word)
{
	unsigned number;
	size_t digits = read_hex(word, false, &number);
	bool prefix = digits != word.length;

	if (prefix && digits == 2)
		return read_bytes(line, number, &number) ? (add_suite(&list->hello, number), true)
							 : false;
	if (digits != 4 && digits != 6)
		return false;
	if (!prefix && !suite_find(number))
		return false; /* a year, a port */
	add_suite(&list->hello, number);
	return true;
}

/* ---- Names ---- */

static bool take_version(struct client_list *list, struct line *line, struct word word)
{
	static const struct {
		const char *name;
		unsigned version;
	} names[] = {
		{ "TLSv1.3", 0x0304 },
		{ "TLS1.3", 0x0304 },
		{ "TLSv1.2", 0x0303 },
		{ "TLS1.2", 0x0303 },
		{ "TLSv1.1", 0x0302 },
		{ "TLS1.1", 0x0302 },
		{ "TLSv1.0", 0x0301 },
		{ "TLSv1", 0x0301 },
		{ "TLS1.0", 0x0301 },
		{ "SSLv3", 0x0300 },
		{ "SSLv2", 0x0002 },
	};
	struct line ahead = *line;
	char joined[8] = "TLS";
	struct word next;

	/* "TLS 1.2" */
	if (is_word_same(word, "TLS") && next_word(&ahead, &next) && next.length == 3) {
		memcpy(joined + 3, next.at, 3);
		word = (struct word){ joined, 6 };
	} else {
		ahead = *line;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_word_same(word, names[i].name)) {
			add_once(&list->hello.versions, &list->hello.version_count,
				names[i].version);
			*line = ahead;
			return true;
		}
	return false;
}

/* No suite is called otherwise, and looking for one takes its time. */
static bool may_be_suite(struct word word)
{
	return word.length >= strlen("RC4-MD5") &&
	       (memchr(word.at, '-', word.length) || memchr(word.at, '_', word.length));
}

static bool take_name(struct client_list *list, struct word word)
{
	const struct suite *suite = may_be_suite(word) ? suite_find_name(word.at, word.length)
						       : NULL;
	const struct group *group = suite ? NULL : group_find_name(word.at, word.length);
	const struct scheme *scheme = suite || group ? NULL
						     : scheme_find_name(word.at, word.length);

	if (suite)
		add_suite(&list->hello, suite->number);
	if (group)
		add_once(&list->hello.groups, &list->hello.group_count, group->number);
	if (scheme)
		add_once(&list->hello.schemes, &list->hello.scheme_count, scheme->number);
	return suite || group || scheme;
}

/* ---- The whole ---- */

static void read_line(struct client_list *list, struct line line)
{
	struct word word;

	while (next_word(&line, &word)) {
		if (take_name(list, word) || take_code(list, &line, word))
			continue;
		if (line.table)
			continue;
		if (take_version(list, &line, word))
			continue;
		if (is_rule(word)) {
			if (!list->rule)
				list->rule = text_clean(
					word.at, word.length, TEXT_ONE_LINE, WORD_MOST);
		} else if (!is_word(word, "-")) {
			add_strange(list, word);
		}
	}
}

enum client_list_outcome client_list_read(const char *text, size_t length, struct client_list *ret)
{
	const struct seen_hello *hello = &ret->hello;

	*ret = (struct client_list){ 0 };
	seen_hello_init(&ret->hello);
	ret->hello.source = HELLO_PASTED;
	while (length) {
		const char *end = memchr(text, '\n', length);
		size_t size = end ? (size_t)(end - text) : length;

		read_line(ret, (struct line){
				       .at = text,
				       .left = size,
				       .table = memmem(text, size, "Kx=", 3) != NULL,
			       });
		size += end != NULL;
		text += size;
		length -= size;
	}
	if (ret->rule)
		return CLIENT_LIST_RULE;
	return hello->suite_count || hello->group_count || hello->scheme_count ||
			       hello->version_count
		       ? CLIENT_LIST_OK
		       : CLIENT_LIST_NOTHING;
}

void client_list_free(struct client_list *list)
{
	for (size_t i = 0; i < CLIENT_LIST_WORDS_MOST; i++)
		free(list->strange[i]);
	free(list->rule);
	seen_hello_free(&list->hello);
	*list = (struct client_list){ 0 };
}
