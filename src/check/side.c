/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one side supports: read from a hello, or from what was seen of a server. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "check/sides.h"
#include "evidence/groups.h"
#include "evidence/names.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

enum { SSL_2_0 = 0x0002, SSL_3_0 = 0x0300, TLS_1_3 = 0x0304, ALERT_PROTOCOL_VERSION = 70 };

const char *side_kind_name(enum side_kind kind)
{
	static const char *const names[SIDE_KIND_COUNT] = {
		[SIDE_VERSIONS] = "versions",
		[SIDE_SUITES] = "suites",
		[SIDE_GROUPS] = "groups",
		[SIDE_SCHEMES] = "schemes",
	};

	return names[kind];
}

/* ---- Lists ---- */

static bool has(const unsigned *items, size_t count, unsigned number)
{
	for (size_t i = 0; i < count; i++)
		if (items[i] == number)
			return true;
	return false;
}

static void add(unsigned **items, size_t *count, unsigned number)
{
	if (has(*items, *count, number))
		return;
	*items = memory_resize(*items, *count + 1, sizeof(**items));
	(*items)[(*count)++] = number;
}

static void add_yes(struct side_list *list, unsigned number)
{
	add(&list->yes, &list->yes_count, number);
}

static void add_no(struct side_list *list, unsigned number)
{
	add(&list->no, &list->no_count, number);
}

enum holds side_holds(const struct side_list *list, unsigned number)
{
	if (has(list->yes, list->yes_count, number))
		return HOLDS_YES;
	return list->whole || has(list->no, list->no_count, number) ? HOLDS_NO : HOLDS_UNKNOWN;
}

void side_free(struct side *side)
{
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++) {
		free(side->lists[kind].yes);
		free(side->lists[kind].no);
	}
	free(side->shares);
	*side = (struct side){ .suite_order = -1 };
}

/* ---- A client ---- */

static bool is_signal(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite && (suite->flags & SUITE_SIGNAL);
}

/* Numbers that mean something, in their order. */
static void take_numbers(struct side_list *list, const int *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned number = (unsigned)numbers[i];

		if (!names_grease(number))
			add_yes(list, number);
	}
	list->ordered = true;
}

/*
 * Before TLS 1.3 a client names only the highest version that it speaks (RFC 5246 section E.1): how low it
 * goes is unknown.
 */
static void take_client_versions(struct side_list *list, const struct seen_hello *hello)
{
	take_numbers(list, hello->versions, hello->version_count);
	if (hello->version_count || hello->source == HELLO_PASTED) {
		list->whole = hello->version_count > 0;
		return;
	}
	if (hello->client_version < 0)
		return;
	add_yes(list, (unsigned)hello->client_version);
	for (unsigned version = TLS_1_3; version > (unsigned)hello->client_version; version--)
		add_no(list, version);
	/* Who speaks SSL too begins its records with it, or sends SSL 2's form. */
	if (hello->client_version > SSL_3_0 && hello->record_version > SSL_3_0) {
		add_no(list, SSL_3_0);
		add_no(list, SSL_2_0);
	}
}

/*
 * What isn't in a pasted list isn't supported. But libraries keep the suites of TLS 1.3 in a list apart: where
 * none of them was pasted, they are unknown.
 */
static void end_pasted_suites(struct side_list *list)
{
	size_t count;
	const struct suite *all = suites_all(&count);

	list->whole = false;
	if (!list->yes_count)
		return;
	for (size_t i = 0; i < list->yes_count; i++) {
		const struct suite *suite = suite_find(list->yes[i]);

		list->whole |= suite && suite->first_version >= TLS_1_3;
	}
	for (size_t i = 0; i < count && !list->whole; i++)
		if (all[i].first_version < TLS_1_3 &&
			!has(list->yes, list->yes_count, all[i].number))
			add_no(list, all[i].number);
}

static bool sent(const struct seen_hello *hello, int extension)
{
	for (size_t i = 0; i < hello->extension_count; i++)
		if (hello->extensions[i] == extension)
			return true;
	return false;
}

void side_of_client(const struct seen_hello *hello, struct side *ret)
{
	enum { EXTENSION_GROUPS = 10, EXTENSION_SCHEMES = 13 };
	bool pasted = hello->source == HELLO_PASTED;

	*ret = (struct side){ .suite_order = -1 };
	take_client_versions(&ret->lists[SIDE_VERSIONS], hello);
	for (size_t i = 0; i < hello->suite_count; i++)
		if (!names_grease((unsigned)hello->suites[i]) &&
			!is_signal((unsigned)hello->suites[i]))
			add_yes(&ret->lists[SIDE_SUITES], (unsigned)hello->suites[i]);
	ret->lists[SIDE_SUITES].ordered = true;
	ret->lists[SIDE_SUITES].whole = true;
	if (pasted)
		end_pasted_suites(&ret->lists[SIDE_SUITES]);
	/* A client that sends no such list leaves it to the server (RFC 8422 section 4; RFC 5246, 7.4.1.4.1). */
	take_numbers(&ret->lists[SIDE_GROUPS], hello->groups, hello->group_count);
	ret->lists[SIDE_GROUPS].whole = pasted ? hello->group_count > 0
					       : sent(hello, EXTENSION_GROUPS);
	take_numbers(&ret->lists[SIDE_SCHEMES], hello->schemes, hello->scheme_count);
	ret->lists[SIDE_SCHEMES].whole = pasted ? hello->scheme_count > 0
						: sent(hello, EXTENSION_SCHEMES);
	for (size_t i = 0; i < hello->share_count; i++)
		if (!names_grease((unsigned)hello->shares[i]))
			add(&ret->shares, &ret->share_count, (unsigned)hello->shares[i]);
}

/* ---- A server ---- */

/* GnuTLS's names of what has another one in the registry; the others differ in "-" for "_" alone. */
static unsigned scheme_of_gnutls(const char *name)
{
	static const struct {
		const char *gnutls;
		const char *registry;
	} others[] = {
		{ "RSA-SHA1", "rsa_pkcs1_sha1" },
		{ "RSA-SHA256", "rsa_pkcs1_sha256" },
		{ "RSA-SHA384", "rsa_pkcs1_sha384" },
		{ "RSA-SHA512", "rsa_pkcs1_sha512" },
		{ "RSA-PSS-SHA256", "rsa_pss_pss_sha256" },
		{ "RSA-PSS-SHA384", "rsa_pss_pss_sha384" },
		{ "RSA-PSS-SHA512", "rsa_pss_pss_sha512" },
		{ "ECDSA-SHA1", "ecdsa_sha1" },
		{ "ECDSA-SHA256", "ecdsa_secp256r1_sha256" },
		{ "ECDSA-SHA384", "ecdsa_secp384r1_sha384" },
		{ "ECDSA-SHA512", "ecdsa_secp521r1_sha512" },
		{ "EdDSA-Ed25519", "ed25519" },
		{ "EdDSA-Ed448", "ed448" },
	};
	const struct scheme *scheme;
	char *wanted = memory_text(name);

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcasecmp(others[i].gnutls, name)) {
			free(wanted);
			wanted = memory_text(others[i].registry);
		}
	for (char *c = wanted; *c; c++)
		*c = *c == '-' ? '_' : *c;
	scheme = scheme_find_name(wanted, strlen(wanted));
	free(wanted);
	return scheme ? scheme->number : 0;
}

/*
 * A server answers with the highest version that both know (RFC 5246 appendix E.1, RFC 8446 section 4.1.3), unless
 * its random says that it knows more and was kept from it.
 */
static void take_version(struct side_list *list, const struct seen_handshake *handshake)
{
	add_yes(list, (unsigned)handshake->version);
	if (handshake->downgrade >= 0 || handshake->offered_max > TLS_1_3)
		return;
	for (int version = handshake->offered_max; version > handshake->version; version--)
		add_no(list, (unsigned)version);
}

static void take_agreement(struct side *side, const struct seen_handshake *handshake)
{
	const struct suite *suite = suite_named(handshake->cipher);
	const struct group *group = group_named(handshake->group);
	unsigned scheme = handshake->server_signature
				  ? scheme_of_gnutls(handshake->server_signature)
				  : 0;

	if (handshake->version > 0)
		take_version(&side->lists[SIDE_VERSIONS], handshake);
	if (suite)
		add_yes(&side->lists[SIDE_SUITES], suite->number);
	if (group)
		add_yes(&side->lists[SIDE_GROUPS], group->number);
	if (scheme)
		add_yes(&side->lists[SIDE_SCHEMES], scheme);
}

/* One handshake a version: alert 70 says that this version is not spoken (RFC 8446 section 6.2). */
static void take_trials(struct side *side, const struct seen_trials *trials)
{
	for (size_t i = 0; i < trials->count; i++) {
		const struct seen_trial *trial = &trials->items[i];

		take_agreement(side, &trial->handshake);
		if (trial->version > 0 && trial->handshake.outcome == HS_ALERT &&
			trial->handshake.alert == ALERT_PROTOCOL_VERSION)
			add_no(&side->lists[SIDE_VERSIONS], (unsigned)trial->version);
	}
}

static void take_offer(struct side *side, const struct seen_offer *offer)
{
	if (offer->spoken == 0)
		add_no(&side->lists[SIDE_VERSIONS], (unsigned)offer->version);
	if (offer->spoken != 1)
		return;
	add_yes(&side->lists[SIDE_VERSIONS], (unsigned)offer->version);
	for (size_t i = 0; i < offer->suite_count; i++)
		add_yes(&side->lists[SIDE_SUITES], (unsigned)offer->suites[i]);
	if (side->suite_order < 0)
		side->suite_order = offer->server_order;
}

/* The matrix stands alone: its order is the server's, and it may be all that there is. */
static void take_matrix(struct side *side, const struct seen_matrix *matrix)
{
	for (size_t i = 0; i < matrix->offer_count; i++)
		take_offer(side, &matrix->offers[i]);
	for (size_t i = 0; i < matrix->group_count; i++)
		add_yes(&side->lists[SIDE_GROUPS], (unsigned)matrix->groups[i]);
	for (size_t i = 0; i < matrix->scheme_count; i++)
		add_yes(&side->lists[SIDE_SCHEMES], (unsigned)matrix->schemes[i]);
	side->lists[SIDE_SUITES].ordered = true;
	side->lists[SIDE_SUITES].whole = matrix->complete;
	side->lists[SIDE_GROUPS].whole = matrix->complete && matrix->group_version >= 0;
}

void side_of_server(const struct evidence *evidence, struct side *ret)
{
	*ret = (struct side){ .suite_order = -1 };
	if (evidence->parts[PART_MATRIX].state == PART_SEEN)
		take_matrix(ret, &evidence->matrix);
	if (evidence->parts[PART_HANDSHAKE].state == PART_SEEN)
		take_agreement(ret, &evidence->handshake);
	if (evidence->parts[PART_VERSIONS].state == PART_SEEN)
		take_trials(ret, &evidence->versions);
}
