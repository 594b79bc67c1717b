/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages without encryption whose answers are known, asked as they are; only with the person's consent. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "evidence/reference.h"
#include "probe/probe.h"

#define BODY_MOST 4096
#define PATIENCE_MS 4000

/* The host of URL, or NULL. The caller frees it. */
static char *host_of(const char *url)
{
	struct target target;
	char *host = NULL;

	if (url && target_parse(url, &target) == TARGET_OK) {
		host = memory_text(target.host);
		target_free(&target);
	}
	return host;
}

/* Whether EXPECTED, a status or how the text begins, is what came. */
static bool is_expected(
	const struct seen_http *http, const struct buffer *body, const char *expected)
{
	const char *text = body->bytes ? body->bytes : "";

	if (strlen(expected) == 3 && strspn(expected, "0123456789") == 3)
		return http->status == atoi(expected) && (http->status != 204 || !body->length);
	return http->status == 200 && text_starts(text + strspn(text, " \t\r\n"), expected);
}

static enum portal_outcome outcome_of(const struct seen_http *http, const struct buffer *body,
	const char *url, const char *expected, char **ret_host)
{
	char *asked = host_of(url);
	char *leads = host_of(http->location);
	enum portal_outcome outcome = PORTAL_ANOTHER;

	if (http->status < 0)
		outcome = PORTAL_NO_ANSWER;
	else if (is_expected(http, body, expected))
		outcome = PORTAL_EXPECTED;
	else if (http->status >= 300 && http->status < 400 && leads && asked &&
		 strcmp(leads, asked) != 0)
		outcome = PORTAL_REDIRECTED;
	free(asked);
	free(*ret_host);
	*ret_host = outcome == PORTAL_REDIRECTED ? leads : NULL;
	if (outcome != PORTAL_REDIRECTED)
		free(leads);
	return outcome;
}

static enum portal_outcome ask(const struct probe_env *env, const struct settings *settings,
	const char *expected, struct seen_portal_probe *probe)
{
	struct http_env http_env = probe_http_env(env);
	struct buffer body = { 0 };
	enum portal_outcome outcome;
	struct seen_http http;

	http_env.deadline = deadline_sooner(env->deadline, deadline_in_ms(PATIENCE_MS));
	http_page(&http_env, settings, probe->url, BODY_MOST, &http, &body);
	outcome = outcome_of(&http, &body, probe->url, expected, &probe->host);
	probe->status = http.status;
	free(http.server);
	free(http.location);
	free(http.error);
	buffer_free(&body);
	return outcome;
}

/* Asked twice unless all is well: an answer may be lost, or be somebody's passing mistake. */
static void ask_twice(const struct probe_env *env, const struct settings *settings,
	const char *expected, struct seen_portal_probe *probe)
{
	probe->first = ask(env, settings, expected, probe);
	probe->second = probe->first;
	if (probe->first != PORTAL_EXPECTED && !cancel_asked(env->cancel) &&
		!deadline_over(env->deadline))
		probe->second = ask(env, settings, expected, probe);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	struct seen_portal *portal = &seen->portal;
	char *items[REFERENCES_MOST];
	size_t count;

	if (!probe_may_refer(seen, PART_PORTAL))
		return;
	count = reference_items(reference_list(&seen->settings, REFERENCE_PORTAL_PROBES), items);
	portal->items = memory_new(count, sizeof(*portal->items));
	for (size_t i = 0; i < count; i++) {
		struct seen_portal_probe *probe = &portal->items[portal->count];
		char *expected = NULL;

		probe->status = -1;
		if (reference_probe(items[i], &probe->url, &expected)) {
			portal->count++;
			ask_twice(env, &seen->settings, expected, probe);
		}
		free(expected);
		free(items[i]);
	}
	probe_done(seen, PART_PORTAL, began_us);
}

const struct probe probe_portal = { .part = PART_PORTAL, .beside = true, .look = look };
