/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/monitor.h"

#include <stdlib.h>
#include "base/memory.h"
#include "guide/guide.h"

/* ---- Sessions ---- */

struct watched **monitor_of(const struct session *const *sessions, size_t count)
{
	struct watched **items = memory_new(count + 1, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		items[i] = watched_new(&sessions[i]->evidence.settings);
		watched_add(items[i], sessions[i]);
	}
	return items;
}

void monitor_free(struct watched **items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		watched_free(items[i]);
	free(items);
}

/* ---- Sentences ---- */

static char *fill(
	const struct language *language, const char *pattern, const char *name, char *value)
{
	char *text = i18n_fill(
		tr(language, pattern), (struct fill[]){ { name, value }, { NULL, NULL } });

	free(value);
	return text;
}

/* VALUE is beyond the limit for MEASURE. */
static char *measure_sentence(
	const struct language *language, enum watch_measure measure, double value)
{
	switch (measure) {
	case WATCH_DAYS:
		return fill(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Days until the certificate ends: {days}."), "days",
			i18n_number(language, (int64_t)value));
	case WATCH_SUCCESS:
		return fill(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Handshakes that succeeded: {percent} %."), "percent",
			memory_format("%.4g", value));
	default:
		return fill(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The handshake took {ms} ms."), "ms",
			i18n_number(language, (int64_t)value));
	}
}

static char *verdict_sentence(const struct watched *watched, const struct language *language)
{
	const struct session *session = watched->session;

	if (session->causes.count && session->verdict != VERDICT_UNKNOWN)
		return guide_cause_title(language, &session->causes.items[0], &session->evidence,
			&session->findings);
	if (session->verdict == VERDICT_UNKNOWN)
		return fill(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("It could not be checked what is wrong with {host}."), "host",
			memory_text(watched->name));
	return fill(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("No problem found. The handshake with {host} works from here."), "host",
		memory_text(watched->name));
}

char *monitor_sentence(const struct watched *watched, const struct watch_limits *limits,
	const struct language *language)
{
	enum watch_measure measure;
	double value = 0;

	if (!watched->session)
		return memory_text(tr(language, N_("Nothing was looked at yet.")));
	watched_state(watched, limits, &measure);
	if (measure < WATCH_MEASURE_COUNT && watched_measure(watched, measure, &value))
		return measure_sentence(language, measure, value);
	return verdict_sentence(watched, language);
}
