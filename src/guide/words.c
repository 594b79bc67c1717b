/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Short words of the program that stand alone: badges, rungs of the ladder, likelihoods, people.
 */
#include "guide/guide.h"

static const char *const verdict_words[VERDICT_COUNT] = {
	[VERDICT_PASS] = NC_("badge", "OK"),
	[VERDICT_NOTE] = NC_("badge", "NOTE"),
	[VERDICT_WARN] = NC_("badge", "WARNING"),
	[VERDICT_FAIL] = NC_("badge", "PROBLEM"),
	[VERDICT_UNKNOWN] = NC_("badge", "NOT CHECKED"),
	[VERDICT_NOT_REACHED] = NC_("badge", "not reached"),
	[VERDICT_SKIPPED] = NC_("badge", "SKIPPED"),
};

static const char *const rung_names[GUIDE_RUNGS] = {
	/* TRANSLATORS: The stages of a handshake, in order; one short word each. */
	NC_("rung", "reach"),
	NC_("rung", "hello"),
	NC_("rung", "version"),
	NC_("rung", "cipher"),
	/* TRANSLATORS: The stage in which the certificate is shown and judged. */
	NC_("rung", "proof"),
	NC_("rung", "keys"),
	NC_("rung", "data"),
};

static const int rung_of[STAGE_COUNT] = {
	[STAGE_DNS] = 0,
	[STAGE_TCP] = 0,
	[STAGE_PROXY] = 0,
	[STAGE_STARTTLS] = 0,
	[STAGE_HELLO] = 1,
	[STAGE_VERSION] = 2,
	[STAGE_CIPHER] = 3,
	[STAGE_CERTIFICATE] = 4,
	[STAGE_KEYS] = 5,
	[STAGE_DATA] = 6,
	[STAGE_DONE] = GUIDE_RUNGS,
};

/* What follows "Who can fix it:". */
static const char *const who_words[WHO_COUNT] = {
	/* TRANSLATORS: This and the next two answer the question "Who can fix it?" */
	[WHO_YOU] = N_("You can, on the device that has the problem."),
	[WHO_NETWORK] = N_("Whoever runs the network, such as a helpdesk or internet provider."),
	[WHO_SITE] = N_("The owner of the website. You did nothing wrong."),
};

/* What follows "Who does it:" on the page of one thing to do. */
static const char *const doer_words[WHO_COUNT] = {
	/* TRANSLATORS: This and the next answer "Who does it?" about one thing to do. */
	[WHO_YOU] = N_("You can do this yourself."),
	[WHO_NETWORK] = N_("Whoever runs the network, such as a helpdesk or internet provider."),
	[WHO_SITE] = N_("The owner of the website, or whoever runs the server."),
};

/* Likelihoods, the highest first. */
static const struct likelihood {
	double least;
	const char *word;
} likelihoods[] = {
	{ 0.95, NC_("likelihood", "certain") },
	{ 0.8, NC_("likelihood", "very likely") },
	{ 0.5, NC_("likelihood", "likely") },
};

const char *guide_verdict_word(const struct language *language, enum verdict verdict)
{
	if ((unsigned)verdict >= VERDICT_COUNT)
		verdict = VERDICT_UNKNOWN;
	return tr_ctx(language, "badge", verdict_words[verdict]);
}

const char *guide_rung_name(const struct language *language, int rung)
{
	if (rung < 0 || rung >= GUIDE_RUNGS)
		return "";
	return tr_ctx(language, "rung", rung_names[rung]);
}

int guide_rung_of(enum stage stage)
{
	return (unsigned)stage < STAGE_COUNT ? rung_of[stage] : 0;
}

const char *guide_who(const struct language *language, enum who who)
{
	if ((unsigned)who >= WHO_COUNT)
		who = WHO_SITE;
	return tr(language, who_words[who]);
}

const char *guide_doer(const struct language *language, enum who who)
{
	if ((unsigned)who >= WHO_COUNT)
		who = WHO_SITE;
	return tr(language, doer_words[who]);
}

const char *guide_likelihood(const struct language *language, double confidence)
{
	for (size_t i = 0; i < sizeof(likelihoods) / sizeof(likelihoods[0]); i++)
		if (confidence >= likelihoods[i].least)
			return tr_ctx(language, "likelihood", likelihoods[i].word);
	return tr_ctx(language, "likelihood", NC_("likelihood", "possible"));
}
