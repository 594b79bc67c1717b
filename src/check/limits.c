/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/limits.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/groups.h"

const struct seen_rule *limits_next(const struct limits_rules *rules, size_t *index)
{
	while (*index < rules->count) {
		const struct seen_rule *rule = &rules->items[(*index)++];

		if (rule->of == rules->of && (!rules->path || !strcmp(rules->path, rule->path)))
			return rule;
	}
	return NULL;
}

void limits_read(
	const struct seen_policy *policy, enum rules_of of, const char *path, struct limits *ret)
{
	static void (*const readers[RULES_COUNT])(const struct limits_rules *, struct limits *) = {
		[RULES_OPENSSL] = limits_openssl,
		[RULES_GNUTLS] = limits_gnutls,
		[RULES_JAVA] = limits_java,
	};
	struct limits_rules rules = { policy->rules, policy->rule_count, of, path };
	size_t suites, groups;

	suites_all(&suites);
	groups_all(&groups);
	*ret = (struct limits){
		.suites = memory_new(suites, sizeof(*ret->suites)),
		.groups = memory_new(groups, sizeof(*ret->groups)),
	};
	readers[of](&rules, ret);
}

void limits_free(struct limits *limits)
{
	free(limits->suites);
	free(limits->groups);
	*limits = (struct limits){ 0 };
}

const struct seen_rule *limits_version(const struct limits *limits, int version)
{
	int index = version - LIMIT_VERSION_FIRST;

	return index >= 0 && index < LIMIT_VERSIONS ? limits->versions[index] : NULL;
}

const struct seen_rule *limits_suite(const struct limits *limits, const struct suite *suite)
{
	size_t count;

	return limits->suites[suite - suites_all(&count)];
}
