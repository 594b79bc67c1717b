/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/handout.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct redactor *handout_redactor(void)
{
	const struct passwd *user = getpwuid(getuid());
	char host[256] = "";
	const struct redact_own own = {
		.host = host,
		.user = user ? user->pw_name : NULL,
		.home = user ? user->pw_dir : NULL,
	};

	gethostname(host, sizeof(host) - 1);
	return redactor_new(&own);
}

char *handout_begin(const struct invocation *invocation, struct budget *budget, struct handout *ret)
{
	char *why;

	if (invocation->redact)
		ret->redactor = handout_redactor();
	ret->compare = invocation->compare != NULL;
	if (!ret->compare)
		return NULL;
	why = saved_read(invocation->language, invocation->compare, budget, &ret->earlier);
	return why ? saved_refusal(invocation->language, invocation->compare, why) : NULL;
}

/* The earlier session for the target of SESSION, taken out of the list; NULL when there is none. */
static struct session *take_earlier(struct sessions *earlier, const struct session *session)
{
	for (size_t i = 0; i < earlier->count; i++) {
		struct session *found = earlier->items[i];

		if (!session_same_target(found, session))
			continue;
		earlier->items[i] = earlier->items[--earlier->count];
		return found;
	}
	return NULL;
}

struct session *handout_session(struct handout *handout, struct session *session)
{
	struct session *copy;

	if (handout->compare)
		session_compare(session, take_earlier(&handout->earlier, session));
	if (!handout->redactor)
		return session;
	copy = redactor_session(handout->redactor, session);
	sessions_add(&handout->copies, copy);
	return copy;
}

void handout_drop(struct handout *handout, struct session *shown)
{
	struct sessions *copies = &handout->copies;

	for (size_t i = copies->count; i-- > 0;) {
		if (copies->items[i] != shown)
			continue;
		copies->items[i] = copies->items[--copies->count];
		session_free(shown);
		return;
	}
}

void handout_end(struct handout *handout)
{
	sessions_free(&handout->copies);
	sessions_free(&handout->earlier);
	redactor_free(handout->redactor);
	*handout = (struct handout){ 0 };
}
