/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each client says to the certificates that were sent. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "check/chain.h"
#include "check/hostname.h"
#include "check/times.h"
#include "diagnosis/meeting.h"

static const struct seen_cert *leaf_of(const struct meeting *meeting)
{
	const struct seen_cert *leaf = chain_leaf(&meeting->evidence->handshake);

	return leaf && !leaf->malformed ? leaf : NULL;
}

static const struct finding *found(const struct meeting *meeting, const char *id)
{
	return findings_find(meeting->findings, id);
}

/* 1 below a root that came with the system, 0 below one that was added, -1 below none. */
static int below_public(const struct meeting *meeting)
{
	const struct seen_trust *trust = &meeting->evidence->trust;

	if (meeting->evidence->parts[PART_TRUST].state != PART_SEEN ||
		(trust->outcome != TRUST_OK && trust->aia != 1))
		return -1;
	return !trust->anchor_extra && !trust->anchor_place;
}

static enum fit no_if(bool wrong)
{
	return wrong ? FIT_NO : FIT_YES;
}

/* ---- Keys ---- */

/* The server chose this certificate for a client that takes any: it has no other that fits better. */
enum fit meeting_key(const struct meeting *meeting)
{
	const struct seen_cert *leaf = leaf_of(meeting);
	char name[64];

	if (!leaf || !leaf->key_type || (!leaf->key_curve && !strcmp(leaf->key_type, "ECDSA")))
		return FIT_UNKNOWN;
	if (leaf->key_curve)
		snprintf(name, sizeof(name), "%s-%s", leaf->key_type, leaf->key_curve);
	else
		snprintf(name, sizeof(name), "%s", leaf->key_type);
	return no_if(!client_allows(meeting->client->keys, name));
}

enum fit meeting_rsa(const struct meeting *meeting)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(meeting->evidence, counting);

	for (size_t i = 0; i < count; i++) {
		const struct seen_cert *cert = &meeting->evidence->handshake.chain[counting[i]];

		if (cert->key_type && text_starts(cert->key_type, "RSA") && cert->key_bits > 0 &&
			cert->key_bits < meeting->client->rsa_least)
			return FIT_NO;
	}
	return count ? FIT_YES : FIT_UNKNOWN;
}

/* Of the certificates below the root, whose own signature proves nothing. */
enum fit meeting_signature(const struct meeting *meeting)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(meeting->evidence, counting);
	bool weak = false;

	for (size_t i = 0; i < count; i++) {
		const struct seen_cert *cert = &meeting->evidence->handshake.chain[counting[i]];

		weak = weak || (cert->signature_weak && !cert->self_signed);
	}
	if (!weak || meeting->client->sha1 == SHA1_ACCEPTED)
		return FIT_YES;
	if (meeting->client->sha1 == SHA1_REFUSED)
		return FIT_NO;
	return below_public(meeting) < 0 ? FIT_UNKNOWN : no_if(below_public(meeting));
}

/* ---- Paths ---- */

static bool leads_on(
	const struct seen_trust *trust, const struct seen_edge *edge, int from, const bool *walked)
{
	return edge->child == from && edge->issuer != from && edge->verifies && edge->issuer >= 0 &&
	       edge->issuer < CHAIN_MOST && !walked[edge->issuer] && trust->edge_count;
}

/* The next certificate upwards that was sent, or -1. */
static int next_sent(const struct seen_trust *trust, int from, const bool *walked)
{
	for (size_t i = 0; i < trust->edge_count; i++)
		if (leads_on(trust, &trust->edges[i], from, walked))
			return trust->edges[i].issuer;
	return -1;
}

/*
 * Roots that are out of date and that everybody had: who follows the sent chain up to them stops there.
 * crt.sh ids 1 (AddTrust External CA Root, until 2020-05-30) and 8395 (DST Root CA X3, until 2021-09-30).
 */
static bool ends_in_dead_root(const struct seen_cert *top)
{
	return top->issuer_name && (!strcmp(top->issuer_name, "AddTrust External CA Root") ||
					   !strcmp(top->issuer_name, "DST Root CA X3"));
}

static bool is_expired(const struct meeting *meeting, int at, const struct right_time *time)
{
	return times_dates_right(&meeting->evidence->handshake.chain[at], time) == DATES_EXPIRED;
}

/* Follows what was sent as far as it goes; whether something up there is out of date. */
static bool sent_path_is_dead(const struct meeting *meeting)
{
	const struct evidence *evidence = meeting->evidence;
	struct right_time time = times_right(evidence);
	bool walked[CHAIN_MOST] = { false };
	int at = 0, top = 0;

	for (; at >= 0 && (size_t)at < evidence->handshake.chain_count;
		at = next_sent(&evidence->trust, at, walked)) {
		top = at;
		walked[at] = true;
		if (is_expired(meeting, at, &time))
			return true;
	}
	return ends_in_dead_root(&evidence->handshake.chain[top]);
}

/* Follows the first of the sent ones that fits, beside the path that was found to be the best. */
static enum fit first_path(const struct meeting *meeting)
{
	const struct evidence *evidence = meeting->evidence;
	const struct seen_trust *trust = &evidence->trust;
	struct right_time time = times_right(evidence);
	bool walked[CHAIN_MOST] = { false };
	bool same = true;
	int at = 0;

	for (size_t i = 0;
		i < trust->path_count && at >= 0 && (size_t)at < evidence->handshake.chain_count;
		i++) {
		same = same && at == trust->path[i];
		walked[at] = true;
		if (is_expired(meeting, at, &time) && !is_expired(meeting, trust->path[i], &time))
			return FIT_NO;
		at = next_sent(trust, at, walked);
	}
	return same ? FIT_YES : FIT_UNKNOWN;
}

enum fit meeting_path(const struct meeting *meeting)
{
	if (meeting->client->path == PATH_BUILT)
		return FIT_YES;
	if (!leaf_of(meeting) || meeting->evidence->parts[PART_TRUST].state != PART_SEEN)
		return FIT_UNKNOWN;
	if (meeting->client->path == PATH_FIRST)
		return first_path(meeting);
	return no_if(sent_path_is_dead(meeting));
}

/* An issuer that wasn't sent. */
enum fit meeting_missing(const struct meeting *meeting)
{
	const struct evidence *evidence = meeting->evidence;

	if (!found(meeting, "trust.missing-intermediate"))
		return FIT_YES;
	if (meeting->client->missing == MISSING_REFUSED)
		return FIT_NO;
	if (meeting->client->missing == MISSING_FETCHED)
		return evidence->trust.aia == 1 ? FIT_YES : FIT_UNKNOWN;
	return !leaf_of(meeting) || chain_is_public(leaf_of(meeting)) ? FIT_UNKNOWN : FIT_NO;
}

static bool lists(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

/* Whether a certificate of the root's name was sent too: by another root, old clients may get there. */
static bool is_cross_signed(const struct meeting *meeting)
{
	const struct seen_handshake *handshake = &meeting->evidence->handshake;

	for (size_t i = 1; i < handshake->chain_count; i++)
		if (!handshake->chain[i].same_issuer && handshake->chain[i].common_name &&
			!strcmp(handshake->chain[i].common_name, meeting->evidence->trust.anchor))
			return true;
	return false;
}

enum fit meeting_root(const struct meeting *meeting)
{
	const char *anchor = meeting->evidence->trust.anchor;

	if (!anchor || below_public(meeting) != 1 || !lists(meeting->client->lacks, anchor))
		return FIT_YES;
	return is_cross_signed(meeting) ? FIT_UNKNOWN : FIT_NO;
}

enum fit meeting_distrust(const struct meeting *meeting)
{
	const struct finding *finding = found(meeting, "trust.distrusted");
	const struct fact *clients = finding ? facts_find(&finding->facts, "clients") : NULL;

	for (size_t i = 0; clients && meeting->client->distrusts && i < clients->list_count; i++)
		if (!strcmp(clients->list[i], meeting->client->distrusts))
			return FIT_NO;
	return FIT_YES;
}

/* ---- Names ---- */

enum fit meeting_names(const struct meeting *meeting)
{
	const struct seen_cert *leaf = leaf_of(meeting);
	const char *host = settings_cert_name(&meeting->evidence->settings);

	if (!leaf || !host)
		return FIT_UNKNOWN;
	if (leaf->dns_name_count || leaf->ip_address_count)
		return FIT_YES; /* the checks judge those, for all clients alike */
	if (!meeting->client->common_name || !leaf->common_name ||
		(!hostname_fits(leaf->common_name, host) && !text_same(leaf->common_name, host)))
		return FIT_NO;
	if (!hostname_is_ip(host) || meeting->client->common_ip == COMMON_IP_YES)
		return FIT_YES;
	return meeting->client->common_ip == COMMON_IP_NO ? FIT_NO : FIT_UNKNOWN;
}

/* An asterisk where RFC 9525 section 6.3 has none. */
enum fit meeting_wildcard(const struct meeting *meeting)
{
	const struct finding *finding = found(meeting, "certificate.name-wildcard");
	const struct fact *kind = finding ? facts_find(&finding->facts, "kind") : NULL;

	if (!kind || lists(meeting->client->wildcards, kind->text))
		return FIT_YES;
	return lists(meeting->client->unsure, finding->id) ? FIT_UNKNOWN : FIT_NO;
}

/* ---- What browsers ask of public CAs ---- */

enum fit meeting_timestamps(const struct meeting *meeting)
{
	if (!meeting->client->timestamps)
		return FIT_YES;
	if (found(meeting, "certificate.logs-unseen"))
		return FIT_UNKNOWN;
	return no_if(found(meeting, "certificate.not-logged"));
}

enum fit meeting_lifetime(const struct meeting *meeting)
{
	const struct seen_cert *leaf = leaf_of(meeting);
	int public = below_public(meeting);
	int days = public ? meeting->client->days : meeting->client->days_private;

	if (!days)
		return FIT_YES;
	if (!leaf || public < 0 || leaf->not_before == -1 || leaf->not_after == -1)
		return FIT_UNKNOWN;
	return no_if(leaf->not_after - leaf->not_before > days * DAY_S);
}

/* support.apple.com/103769: certificates issued after this day must name the purpose. */
enum { PURPOSE_SINCE = 1561939200 /* 2019-07-01 */ };

enum fit meeting_purpose(const struct meeting *meeting)
{
	const struct seen_cert *leaf = leaf_of(meeting);

	if (!leaf)
		return FIT_UNKNOWN;
	return no_if(meeting->client->purpose && leaf->server_auth == -1 &&
		     leaf->not_before >= PURPOSE_SINCE);
}

/* ---- Revocation ---- */

enum fit meeting_staple(const struct meeting *meeting)
{
	return no_if(meeting->client->staple && found(meeting, "revocation.staple-revoked"));
}

enum fit meeting_must_staple(const struct meeting *meeting)
{
	return no_if(
		meeting->client->must_staple && found(meeting, "revocation.must-staple-missing"));
}

enum fit meeting_revoked(const struct meeting *meeting)
{
	if (!found(meeting, "revocation.revoked") || meeting->client->revoked == REVOKED_IGNORED)
		return FIT_YES;
	return meeting->client->revoked == REVOKED_ASKED ? FIT_NO : FIT_UNKNOWN;
}
