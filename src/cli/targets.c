/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/client_key.h"
#include "cli/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "cli/environment.h"
#include "guide/guide.h"
#include "net/proxy.h"

/* With --starttls the protocol also decides the port, so it is put in front like a scheme. */
static enum target_error parse(
	const struct invocation *invocation, const char *word, struct target *ret)
{
	enum starttls starttls = invocation->starttls;
	enum target_error error;
	char *typed = NULL;

	if (invocation->starttls_given && starttls != STARTTLS_NONE && !strstr(word, "://"))
		typed = memory_format("%s://%s", starttls_name(starttls), word);
	error = target_parse(typed ? typed : word, ret);
	free(typed);
	if (error == TARGET_OK && invocation->starttls_given)
		ret->starttls = starttls;
	return error;
}

/* Who says where to connect means there, not a proxy that knows nothing of it. */
void target_add_proxy(const struct invocation *invocation, struct settings *settings)
{
	struct proxy proxy = { 0 };
	char *found;

	if (invocation->proxy_given || settings->proxy || settings->connect_address)
		return;
	found = environment_proxy(&settings->target);
	if (found && proxy_parse(found, &proxy)) {
		settings->proxy = found;
	} else {
		free(settings->proxy_other);
		settings->proxy_other = found;
	}
	proxy_free(&proxy);
}

char *target_settle(const struct invocation *invocation, const char *word, struct settings *ret)
{
	struct target target;
	enum target_error error = parse(invocation, word, &target);
	char *wrong;

	if (error != TARGET_OK)
		return guide_target_error(invocation->language, error, word);
	wrong = client_key_refusal(invocation);
	if (wrong) {
		target_free(&target);
		return wrong;
	}
	*ret = (struct settings){ 0 };
	settings_copy(ret, &invocation->settings);
	target_free(&ret->target);
	ret->target = target;
	target_add_proxy(invocation, ret);
	return NULL;
}
