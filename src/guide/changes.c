/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/changes.h"

#include <string.h>
#include "base/memory.h"
#include "guide/phrase.h"

static const struct {
	const char *id;
	const char *pattern;
} sentences[] = {
	/* TRANSLATORS: {cause} is a whole sentence that says what is wrong. */
	/* xgettext:no-c-format,perl-brace-format */
	{ "cause-gone", N_("Was there, and is not found any more: {cause}") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "cause-new", N_("Was not there, and is new: {cause}") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "certificate", N_("The server shows another certificate. The earlier one is valid until "
			    "{not_after_before}, this one is valid until {not_after}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "fingerprint", N_("Fingerprints (SHA-256) of the server's certificate. Before: {before}. "
			    "Now: {after}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "issuer", N_("The certificate has another issuer. Before: {before}. Now: {after}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "chain", N_("The certificate is the same, but the certificates sent along with it are "
		      "others. Sent in all: {before} before, {after} now.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "addresses-new", N_("The name has new IP addresses: {addresses}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "addresses-gone", N_("The name no longer has these IP addresses: {addresses}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "versions-new", N_("The server now accepts more TLS versions: {versions}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "versions-gone", N_("The server no longer accepts these TLS versions: {versions}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "suites-new", N_("The server now accepts more cipher suites: {suites}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "suites-gone", N_("The server no longer accepts these cipher suites: {suites}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "groups-new", N_("The server now accepts more key exchange groups: {groups}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "groups-gone", N_("The server no longer accepts these key exchange groups: {groups}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "version", N_("The connection uses another TLS version. Before: {before}. Now: "
			"{after}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "suite", N_("The connection uses another cipher suite. Before: {before}. Now: "
		      "{after}.") },
	/* xgettext:no-c-format,perl-brace-format */
	{ "group", N_("The connection uses another key exchange. Before: {before}. Now: "
		      "{after}.") },
};

#define SENTENCES (sizeof(sentences) / sizeof(sentences[0]))

const char *guide_change_at(size_t index)
{
	return index < SENTENCES ? sentences[index].id : NULL;
}

char *guide_change(const struct language *language, const struct change *change, const char *title)
{
	struct phrase phrase = { 0 };
	char *text = NULL;

	if (title)
		phrase_add(&phrase, "cause", memory_text(title));
	phrase_add_facts(&phrase, language, &change->facts);
	for (size_t i = 0; i < SENTENCES && !text; i++)
		if (!strcmp(sentences[i].id, change->id))
			text = phrase_sentence(&phrase, language, sentences[i].pattern);
	phrase_free(&phrase);
	return text ? text : memory_text(change->id);
}
