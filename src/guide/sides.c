/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/sides.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/names.h"

#define NAMES_MOST 32

const char *guide_side_kind(const struct language *language, enum side_kind kind)
{
	static const char *const names[SIDE_KIND_COUNT] = {
		[SIDE_VERSIONS] = N_("Protocol versions"),
		[SIDE_SUITES] = N_("Cipher suites"),
		[SIDE_GROUPS] = N_("Key exchange groups"),
		[SIDE_SCHEMES] = N_("Signature algorithms"),
	};

	return tr(language, names[kind]);
}

const char *guide_strength(const struct language *language, enum strength strength)
{
	if (strength == STRENGTH_INSECURE)
		return tr_ctx(language, "strength", NC_("strength", "insecure"));
	if (strength == STRENGTH_WEAK)
		return tr_ctx(language, "strength", NC_("strength", "weak"));
	return NULL;
}

const char *guide_strength_word(const struct language *language, enum strength strength)
{
	const char *remark = guide_strength(language, strength);

	if (remark)
		return remark;
	if (strength == STRENGTH_RECOMMENDED)
		return tr_ctx(language, "strength", NC_("strength", "recommended"));
	return tr_ctx(language, "strength", NC_("strength", "good"));
}

char *guide_side_remark(const struct language *language, const struct side_row *row)
{
	const char *words[2];
	size_t count = 0;

	if (row->chosen)
		words[count++] = tr(language, N_("would be used"));
	if (guide_strength(language, row->strength))
		words[count++] = guide_strength(language, row->strength);
	return count ? i18n_list(language, words, count) : NULL;
}

char *guide_hello_title(const struct language *language, const struct seen_hello *hello)
{
	if (hello->source == HELLO_PASTED)
		return memory_text(tr(language, N_("The list that was given")));
	if (hello->source == HELLO_OWN)
		return memory_text(tr(language, N_("What tlsdoctor itself offers")));
	return i18n_fill(tr(language,
				 /* xgettext:no-c-format,perl-brace-format */
				 N_("What the program at {address} offers")),
		(struct fill[]){ { "address", hello->from ? hello->from : "?" }, { 0 } });
}

static char *say_strange(const struct language *language, const struct client_list *list)
{
	size_t kept = list->strange_count < CLIENT_LIST_WORDS_MOST ? list->strange_count
								   : CLIENT_LIST_WORDS_MOST;
	char *words = i18n_list(language, (const char *const *)list->strange, kept);
	char *text = i18n_fill(tr(language,
				       /* xgettext:no-c-format,perl-brace-format */
				       N_("Not understood, and left out: {words}")),
		(struct fill[]){ { "words", words }, { 0 } });

	free(words);
	return text;
}

char *guide_client_list(const struct language *language, enum client_list_outcome outcome,
	const struct client_list *list)
{
	if (outcome == CLIENT_LIST_RULE)
		return i18n_fill(
			tr(language,
				/* xgettext:no-c-format,perl-brace-format */
				N_("\"{rule}\" belongs to a rule that each version of a library "
				   "reads "
				   "in its own way. Please paste the list that it stands for; on "
				   "the "
				   "client's computer \"openssl ciphers 'RULE'\" prints it.")),
			(struct fill[]){ { "rule", list->rule }, { 0 } });
	if (outcome == CLIENT_LIST_NOTHING)
		return memory_text(
			tr(language, N_("No cipher suite is in it. A list looks like this: "
					"ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA")));
	return list->strange_count ? say_strange(language, list) : NULL;
}

/* ---- How they fit ---- */

/* Names that only CLIENT (or only the server) has, as a list. */
static char *list_of(const struct language *language, const struct sides *sides,
	enum side_kind kind, bool client)
{
	const struct side_table *table = &sides->tables[kind];
	char *names[NAMES_MOST] = { 0 };
	size_t count = 0;
	char *list;

	for (size_t i = 0; i < table->count && count < NAMES_MOST; i++) {
		const struct side_row *row = &table->rows[i];

		if ((client ? row->client : row->server) == HOLDS_YES)
			names[count++] = side_name(kind, row->number);
	}
	list = i18n_list(language, (const char *const *)names, count);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	return list;
}

static char *say_no_version(const struct language *language, const struct sides *sides)
{
	char *client = list_of(language, sides, SIDE_VERSIONS, true);
	char *server = list_of(language, sides, SIDE_VERSIONS, false);
	char *text = i18n_fill(
		tr(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The two sides speak no protocol version in common, so no connection is "
			   "possible. The client offers {client}, the server {server}.")),
		(struct fill[]){ { "client", client }, { "server", server }, { 0 } });

	free(server);
	free(client);
	return text;
}

static char *say_fit(const struct language *language, const struct sides *sides)
{
	const struct side_table *versions = &sides->tables[SIDE_VERSIONS];
	const struct side_table *suites = &sides->tables[SIDE_SUITES];
	char *version = side_name(SIDE_VERSIONS, versions->chosen);
	char *suite = side_name(SIDE_SUITES, suites->chosen);
	const char *pattern;
	char *text;

	if (!versions->has_chosen)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("The two sides have a cipher suite in common: {suite}.");
	else if (versions->sure && suites->sure)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("The two sides fit together. They use {version} with {suite}.");
	else
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("The two sides fit together. They probably use {version} with "
			     "{suite}.");
	text = i18n_fill(tr(language, pattern),
		(struct fill[]){ { "version", version }, { "suite", suite }, { 0 } });
	free(suite);
	free(version);
	return text;
}

char *guide_sides(const struct language *language, const struct sides *sides)
{
	static const char *const texts[SIDES_OUTCOME_COUNT] = {
		[SIDES_NO_SUITE] = N_("The two sides have no cipher suite in common, so no "
				      "connection is possible."),
		[SIDES_NO_GROUP] = N_("The two sides have no key exchange group in common, so no "
				      "connection is possible."),
		[SIDES_WEAK] = N_("The two sides fit together, but only by something weak. Today's "
				  "programs refuse that, or will soon."),
		[SIDES_UNKNOWN] = N_("Too little is known of the server to say whether the two "
				     "sides fit together."),
	};

	if (sides->outcome == SIDES_NO_VERSION)
		return say_no_version(language, sides);
	if (sides->outcome == SIDES_FIT)
		return say_fit(language, sides);
	return memory_text(tr(language, texts[sides->outcome]));
}

/* ---- What else a hello says ---- */

static char *yes_no(const struct language *language, bool yes)
{
	return memory_text(yes ? tr_ctx(language, "value", NC_("value", "yes"))
			       : tr_ctx(language, "value", NC_("value", "no")));
}

static char *say_sni(const struct language *language, const struct seen_hello *hello)
{
	return hello->sni ? memory_text(hello->sni) : i18n_list(language, NULL, 0);
}

static char *say_alpn(const struct language *language, const struct seen_hello *hello)
{
	return i18n_list(language, (const char *const *)hello->alpn, hello->alpn_count);
}

static char *say_size(const struct language *language, const struct seen_hello *hello)
{
	char *size = i18n_number(language, hello->size);
	char *records = i18n_number(language, hello->records);
	char *text = i18n_fill(tr_n(language,
				       /* xgettext:no-c-format,perl-brace-format */
				       "{size} bytes in {count} record",
				       /* xgettext:no-c-format,perl-brace-format */
				       "{size} bytes in {count} records", hello->records),
		(struct fill[]){ { "size", size }, { "count", records }, { 0 } });

	free(records);
	free(size);
	return text;
}

static char *say_shares(const struct language *language, const struct seen_hello *hello)
{
	char *names[NAMES_MOST] = { 0 };
	size_t count = 0;
	char *list;

	for (size_t i = 0; i < hello->share_count && count < NAMES_MOST; i++)
		if (!names_grease((unsigned)hello->shares[i]))
			names[count++] = side_name(SIDE_GROUPS, (unsigned)hello->shares[i]);
	list = i18n_list(language, (const char *const *)names, count);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	return list;
}

static char *say_ticket(const struct language *language, const struct seen_hello *hello)
{
	if (hello->psk || hello->ticket_size > 0)
		return memory_text(tr(language, N_("yes, and it wants to go on with one")));
	return yes_no(language, hello->session_ticket);
}

static char *say_ech(const struct language *language, const struct seen_hello *hello)
{
	return yes_no(language, hello->ech);
}

static char *say_grease(const struct language *language, const struct seen_hello *hello)
{
	return yes_no(language, hello->grease);
}

static char *say_ja3(const struct language *language, const struct seen_hello *hello)
{
	(void)language;
	return memory_text(hello->ja3);
}

static char *say_ja4(const struct language *language, const struct seen_hello *hello)
{
	(void)language;
	return memory_text(hello->ja4);
}

static const struct {
	const char *label; /* msgid, or a name that is the same in all languages */
	bool named; /* the latter */
	char *(*say)(const struct language *language, const struct seen_hello *hello);
} fields[] = {
	{ N_("Server name (SNI)"), false, say_sni },
	{ "ALPN", true, say_alpn },
	{ N_("Keys sent at once"), false, say_shares },
	{ N_("Session tickets"), false, say_ticket },
	{ "Encrypted ClientHello", true, say_ech },
	{ "GREASE", true, say_grease },
	{ N_("Size of the hello"), false, say_size },
	{ "JA3", true, say_ja3 },
	{ "JA4", true, say_ja4 },
};

bool guide_hello_field(const struct language *language, const struct seen_hello *hello,
	size_t index, struct hello_field *ret)
{
	if (hello->source == HELLO_PASTED || index >= sizeof(fields) / sizeof(fields[0]))
		return false;
	ret->label = fields[index].named ? fields[index].label : tr(language, fields[index].label);
	ret->value = fields[index].say(language, hello);
	return true;
}
