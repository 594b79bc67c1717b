/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/meeting.h"

#include <string.h>
#include "check/chain.h"
#include "check/offers.h"
#include "evidence/groups.h"

enum { SSL_3_0 = 0x0300, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304, ALERT_VERSION = 70 };

static bool is_seen(const struct evidence *evidence, enum part part)
{
	return evidence->parts[part].state == PART_SEEN;
}

/* ---- Versions ---- */

/* A handshake that was tried at VERSION alone, or NULL. */
static const struct seen_handshake *trial_at(const struct evidence *evidence, int version)
{
	if (!is_seen(evidence, PART_VERSIONS))
		return NULL;
	for (size_t i = 0; i < evidence->versions.count; i++)
		if (evidence->versions.items[i].version == version)
			return &evidence->versions.items[i].handshake;
	return NULL;
}

/* All that is accepted at VERSION, or NULL. */
static const struct seen_offer *offer_at(const struct evidence *evidence, int version)
{
	if (!is_seen(evidence, PART_MATRIX))
		return NULL;
	for (size_t i = 0; i < evidence->matrix.offer_count; i++)
		if (evidence->matrix.offers[i].version == version)
			return &evidence->matrix.offers[i];
	return NULL;
}

/* One that was agreed on at VERSION, or NULL. */
static const struct seen_handshake *agreed_at(const struct evidence *evidence, int version)
{
	const struct seen_handshake *trial = trial_at(evidence, version);

	if (evidence->handshake.version == version && evidence->handshake.cipher)
		return &evidence->handshake;
	return trial && trial->version == version && trial->cipher ? trial : NULL;
}

/*
 * Whether the server speaks VERSION. It takes the highest that both know (RFC 8446 section 4.2.1): what lies
 * above, it doesn't speak. Another failure of a trial than "not this version" tells nothing: GnuTLS lacks
 * some old suites.
 */
static enum fit speaks(const struct evidence *evidence, int version)
{
	const struct seen_handshake *main = &evidence->handshake;
	const struct seen_handshake *trial = trial_at(evidence, version);
	const struct seen_offer *offer = offer_at(evidence, version);

	if (main->version == version || (trial && trial->version == version) ||
		(offer && offer->spoken == 1))
		return FIT_YES;
	if (offer && offer->spoken == 0)
		return FIT_NO;
	if (main->version > 0 && version > main->version && version <= main->offered_max)
		return FIT_NO;
	if (trial && trial->outcome == HS_ALERT && trial->alert == ALERT_VERSION)
		return FIT_NO;
	return FIT_UNKNOWN;
}

static void choose_version(struct meeting *meeting)
{
	const struct client *client = meeting->client;

	meeting->version = -1;
	meeting->versions = FIT_NO;
	for (int version = client->most; version >= client->least; version--) {
		meeting->versions = speaks(meeting->evidence, version);
		if (meeting->versions == FIT_NO)
			continue;
		if (meeting->versions == FIT_YES)
			meeting->version = version;
		return;
	}
}

enum fit meeting_version(const struct meeting *meeting)
{
	return meeting->versions;
}

/* ---- Suites ---- */

static const struct suite *allowed_suite(const struct meeting *meeting, const struct suite *suite)
{
	return suite && client_allows(meeting->client->suites, suite->name) ? suite : NULL;
}

/* What both sides would rather use: the order that every client of the table has. */
static int rank(const struct suite *suite)
{
	return suite->exchange == EXCHANGE_ANY || suite->exchange == EXCHANGE_ECDHE ? 2
	       : suite->exchange == EXCHANGE_DHE				    ? 1
										    : 0;
}

/* The best of OFFER that the client has too, or NULL. */
static const struct suite *best_of(const struct meeting *meeting, const struct seen_offer *offer)
{
	const struct suite *best = NULL;

	for (size_t i = 0; i < offer->suite_count; i++) {
		const struct suite *suite = allowed_suite(
			meeting, suite_find((unsigned)offer->suites[i]));

		if (suite && (!best || rank(suite) > rank(best)))
			best = suite;
	}
	return best;
}

/* 0xCC13 to 0xCC15, drafts of CHACHA20 that a pattern may mean as well. */
static bool is_draft(const struct suite *suite)
{
	return suite->number >= 0xcc13 && suite->number <= 0xcc15;
}

/* Whether the client offers no suite that a browser's hello, which was refused, lacked. */
static bool suites_were_refused(const struct meeting *meeting)
{
	size_t count;
	const struct suite *suites = suites_all(&count);

	if (!findings_find(meeting->findings, "ciphers.browsers-refused"))
		return false;
	for (size_t i = 0; i < count; i++)
		if (allowed_suite(meeting, &suites[i]) && !is_draft(&suites[i]) &&
			!offers_suite_of_today(suites[i].number))
			return false;
	return true;
}

/* What was chosen from all that GnuTLS has, will be again; else what the matrix knows. */
static void choose_suite(struct meeting *meeting)
{
	meeting->suites = FIT_UNKNOWN;
	meeting->seen = agreed_at(meeting->evidence, meeting->version);
	meeting->offer = offer_at(meeting->evidence, meeting->version);
	if (meeting->seen)
		meeting->suite = allowed_suite(meeting,
			suite_find_name(meeting->seen->cipher, strlen(meeting->seen->cipher)));
	if (!meeting->suite && meeting->offer && meeting->offer->suite_count) {
		meeting->suite = best_of(meeting, meeting->offer);
		if (!meeting->suite && meeting->evidence->matrix.complete)
			meeting->suites = FIT_NO;
	}
	if (meeting->suite)
		meeting->suites = FIT_YES;
	else if (suites_were_refused(meeting))
		meeting->suites = FIT_NO;
}

enum fit meeting_suite(const struct meeting *meeting)
{
	return meeting->suites;
}

struct meeting meeting_of(const struct evidence *evidence, const struct findings *findings,
	const struct client *client)
{
	struct meeting meeting = { .evidence = evidence, .findings = findings, .client = client };

	choose_version(&meeting);
	if (meeting.version >= 0)
		choose_suite(&meeting);
	else
		meeting.suites = meeting.versions == FIT_NO ? FIT_YES : FIT_UNKNOWN;
	return meeting;
}

/* ---- Groups ---- */

static bool needs_group(const struct meeting *meeting)
{
	return meeting->suite && (meeting->suite->exchange == EXCHANGE_ECDHE ||
					 meeting->suite->exchange == EXCHANGE_ANY);
}

static bool allowed_group(const struct meeting *meeting, const struct group *group)
{
	return group && client_allows(meeting->client->groups, group->name);
}

/* Of the groups that the server accepts. They were asked for at one version: at others, there may be more. */
static enum fit group_of_matrix(const struct meeting *meeting)
{
	const struct seen_matrix *matrix = &meeting->evidence->matrix;

	if (!meeting->offer || !matrix->group_count)
		return FIT_UNKNOWN;
	for (size_t i = 0; i < matrix->group_count; i++)
		if (allowed_group(meeting, group_find((unsigned)matrix->groups[i])))
			return FIT_YES;
	return matrix->complete && matrix->group_version == meeting->version ? FIT_NO : FIT_UNKNOWN;
}

/* Whether the client offers no group that a browser's hello, which was refused, lacked. */
static bool groups_were_refused(const struct meeting *meeting)
{
	size_t count;
	const struct group *groups = groups_all(&count);

	if (!findings_find(meeting->findings, "groups.browsers-refused"))
		return false;
	for (size_t i = 0; i < count; i++)
		if (allowed_group(meeting, &groups[i]) &&
			!offers_group_of_today(groups[i].number) &&
			groups[i].number != OFFERS_X25519MLKEM768)
			return false;
	return true;
}

enum fit meeting_group(const struct meeting *meeting)
{
	const char *seen = meeting->seen ? meeting->seen->group : NULL;

	if (!needs_group(meeting))
		return meeting->suite || meeting->suites == FIT_NO || meeting->versions == FIT_NO
			       ? FIT_YES
			       : FIT_UNKNOWN;
	if (seen && allowed_group(meeting, group_find_name(seen, strlen(seen))))
		return FIT_YES;
	return groups_were_refused(meeting) ? FIT_NO : group_of_matrix(meeting);
}

static bool was_found(const struct meeting *meeting, const char *const *ids)
{
	for (; *ids; ids++)
		if (findings_find(meeting->findings, *ids))
			return true;
	return false;
}

/* Clients that offer a post-quantum group send a key for it: their hello doesn't fit into one packet. */
enum fit meeting_hello(const struct meeting *meeting)
{
	static const char *const large[] = { "hello.large-refused", "hello.packets-lost",
		"hello.split-refused", NULL };
	static const char *const strange[] = { "hello.unknown-refused", NULL };
	bool is_large = client_allows(meeting->client->groups, "X25519MLKEM768");

	return (is_large && was_found(meeting, large)) ||
			       (meeting->client->grease && was_found(meeting, strange))
		       ? FIT_NO
		       : FIT_YES;
}

/* Bits of the prime: of the handshake that was made, else the smallest that the matrix saw. */
static int dh_bits(const struct meeting *meeting)
{
	if (meeting->seen && meeting->seen->dh_bits > 0)
		return meeting->seen->dh_bits;
	return meeting->offer ? meeting->offer->dh_bits : -1;
}

enum fit meeting_dh(const struct meeting *meeting)
{
	int bits = dh_bits(meeting);

	if (!meeting->suite || meeting->suite->exchange != EXCHANGE_DHE)
		return FIT_YES;
	if (bits < 0)
		return FIT_UNKNOWN;
	if (bits < meeting->client->dh_least ||
		(meeting->client->dh_most && bits > meeting->client->dh_most))
		return FIT_NO;
	return FIT_YES;
}

/* ---- Extensions that some insist on ---- */

/* VALUE: 1, 0, -1. TLS 1.3 has neither of the two: it does without. */
static enum fit insists(const struct meeting *meeting, bool wanted, int value)
{
	if (!wanted || meeting->version < 0 || meeting->version >= TLS_1_3)
		return FIT_YES;
	return value < 0 ? FIT_UNKNOWN : value ? FIT_YES : FIT_NO;
}

enum fit meeting_renegotiation(const struct meeting *meeting)
{
	int value = meeting->seen    ? meeting->seen->secure_renegotiation
		    : meeting->offer ? meeting->offer->secure_renegotiation
				     : -1;

	return insists(meeting, meeting->client->renegotiation, value);
}

enum fit meeting_ems(const struct meeting *meeting)
{
	int value = meeting->seen    ? meeting->seen->extended_master_secret
		    : meeting->offer ? meeting->offer->master_secret
				     : -1;

	return insists(meeting, meeting->client->ems, value);
}

/* ---- The name ---- */

/* Without it, another site's certificate may come: that one wasn't judged. */
static enum fit without_name(const struct meeting *meeting, const struct seen_handshake *trial)
{
	const struct seen_handshake *main = &meeting->evidence->handshake;

	if (trial->outcome == HS_ALERT || trial->outcome == HS_CLOSED || trial->outcome == HS_RESET)
		return FIT_NO;
	if (trial->outcome != HS_DONE)
		return FIT_UNKNOWN;
	if (!meeting->client->verifies)
		return FIT_YES;
	return trial->chain_count && main->chain_count && trial->chain[0].sha256 &&
			       main->chain[0].sha256 &&
			       !strcmp(trial->chain[0].sha256, main->chain[0].sha256)
		       ? FIT_YES
		       : FIT_UNKNOWN;
}

enum fit meeting_sni(const struct meeting *meeting)
{
	const struct evidence *evidence = meeting->evidence;

	if (meeting->client->sni || !evidence->handshake.sni)
		return FIT_YES;
	for (size_t i = 0; is_seen(evidence, PART_SNI) && i < evidence->sni.count; i++)
		if (evidence->sni.items[i].label && !strcmp(evidence->sni.items[i].label, "none"))
			return without_name(meeting, &evidence->sni.items[i].handshake);
	return FIT_UNKNOWN;
}
