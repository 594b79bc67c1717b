/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/certificate.h"

#include "check/chain.h"
#include "check/judge.h"
#include "check/times.h"

enum { LONG_LIVED_DAYS = 10, LAST_DAYS = 3, SOON_AT_MOST_DAYS = 30 };

/* DATE and how many whole days lie between it and the right time. */
static void add(struct findings *findings, const char *id, const struct seen_cert *cert,
	const char *date_name, int64_t date, const struct right_time *time)
{
	struct facts *facts = findings_add(findings, id);
	int64_t away = date - (time->now + time->offset_s);

	judge_text(facts, "subject", chain_called(cert));
	facts_number(facts, date_name, FACT_TIME, date);
	facts_number(facts, "days", FACT_NUMBER, (away < 0 ? -away : away) / DAY_S);
}

/*
 * Renewal runs at a third of the lifetime that is left (ACME clients); at a sixth it has failed for a
 * while. A year's certificate is renewed by hand: a month before its end is soon enough.
 */
static bool expires_soon(const struct seen_cert *leaf, const struct right_time *time)
{
	int64_t lifetime = leaf->not_after - leaf->not_before;
	int64_t left = leaf->not_after - (time->now + time->offset_s);

	if (leaf->not_before == -1 || leaf->not_after == -1)
		return false;
	if (lifetime > LONG_LIVED_DAYS * DAY_S && left < LAST_DAYS * DAY_S)
		return true;
	return left < lifetime / 6 && left < SOON_AT_MOST_DAYS * DAY_S;
}

static void judge_good_leaf(
	const struct seen_cert *leaf, struct findings *findings, const struct right_time *time)
{
	if (time->wrong && times_dates(leaf, time->now) != DATES_GOOD) {
		struct facts *facts = findings_add(findings, "certificate.valid-at-right-time");

		judge_text(facts, "subject", chain_called(leaf));
		facts_number(facts, "not_after", FACT_TIME, leaf->not_after);
		return;
	}
	add(findings, expires_soon(leaf, time) ? "certificate.expires-soon" : "certificate.in-date",
		leaf, "not_after", leaf->not_after, time);
}

static bool is_reversed(const struct seen_cert *cert)
{
	return cert->not_before != -1 && cert->not_after != -1 &&
	       cert->not_after < cert->not_before;
}

static void judge_leaf(
	const struct seen_cert *leaf, struct findings *findings, const struct right_time *time)
{
	/* To wait for its first day, or to set the clock back, wouldn't help. */
	if (is_reversed(leaf)) {
		judge_text(findings_add(findings, "certificate.dates-reversed"), "subject",
			chain_called(leaf));
		return;
	}
	switch (times_dates_right(leaf, time)) {
	case DATES_EXPIRED:
		add(findings, "certificate.expired", leaf, "not_after", leaf->not_after, time);
		break;
	case DATES_TOO_EARLY:
		add(findings, "certificate.not-yet-valid", leaf, "not_before", leaf->not_before,
			time);
		break;
	default:
		judge_good_leaf(leaf, findings, time);
	}
}

/* The first one above the leaf that is out of date is enough: mending the chain replaces all. */
static void judge_issuers(
	const struct evidence *evidence, struct findings *findings, const struct right_time *time)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	for (size_t i = 1; i < count; i++) {
		const struct seen_cert *cert = &evidence->handshake.chain[counting[i]];

		switch (times_dates_right(cert, time)) {
		case DATES_EXPIRED:
			add(findings, "certificate.issuer-expired", cert, "not_after",
				cert->not_after, time);
			return;
		case DATES_TOO_EARLY:
			add(findings, "certificate.issuer-not-yet-valid", cert, "not_before",
				cert->not_before, time);
			return;
		default:
			break;
		}
	}
}

/* OpenSSL and Java look at the date of the anchor itself too. */
static void judge_anchor(
	const struct evidence *evidence, struct findings *findings, const struct right_time *time)
{
	const struct seen_trust *trust = &evidence->trust;
	struct seen_cert anchor = {
		.common_name = trust->anchor, .not_before = -1, .not_after = trust->anchor_not_after
	};

	if (evidence->parts[PART_TRUST].state != PART_SEEN || trust->outcome != TRUST_OK ||
		findings_find(findings, "certificate.issuer-expired"))
		return;
	if (times_dates_right(&anchor, time) == DATES_EXPIRED)
		add(findings, "certificate.issuer-expired", &anchor, "not_after", anchor.not_after,
			time);
}

void certificate_judge_dates(const struct evidence *evidence, struct findings *findings)
{
	struct right_time time = times_right(evidence);

	judge_leaf(chain_leaf(&evidence->handshake), findings, &time);
	judge_issuers(evidence, findings, &time);
	judge_anchor(evidence, findings, &time);
}
