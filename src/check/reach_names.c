/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where do the addresses come from? A file of this computer, a search domain, a name service that invents
 * them: each harmless until it leads to the wrong place.
 */
#include "check/reach.h"

#include <string.h>
#include "check/judge.h"
#include "check/trouble.h"

static bool is_among(const char *address, char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], address))
			return true;
	return false;
}

static bool share(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
	for (size_t i = 0; i < a_count; i++)
		if (is_among(a[i], b, b_count))
			return true;
	return false;
}

/* Whether each of A, which isn't empty, is among B. */
static bool within(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
	for (size_t i = 0; i < a_count; i++)
		if (!is_among(a[i], b, b_count))
			return false;
	return a_count > 0;
}

static struct facts *add(const struct evidence *evidence, struct findings *findings, const char *id)
{
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "host", judge_host(evidence));
	return facts;
}

/* ---- The hosts file ---- */

/* Whether the name service knows better than the file. */
static bool is_contradicted(const struct seen_resolver *resolver)
{
	if (resolver->exact == LOOKUP_NO_SUCH_NAME)
		return true;
	return resolver->exact == LOOKUP_FOUND &&
	       !share(resolver->hosts, resolver->hosts_count, resolver->addresses,
		       resolver->address_count);
}

static void judge_hosts(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_resolver *resolver = &evidence->resolver;
	bool wrong = is_contradicted(resolver) && trouble_seen(evidence);
	struct facts *facts;

	if (!resolver->hosts_count)
		return;
	facts = add(evidence, findings, wrong ? "reach.hosts-override" : "reach.hosts-entry");
	judge_text(facts, "file", resolver->hosts_file);
	facts_number(facts, "line", FACT_CODE, resolver->hosts_line);
	facts_list(facts, "addresses", resolver->hosts, resolver->hosts_count);
}

/* ---- Search domains ---- */

static void judge_search(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_resolver *resolver = &evidence->resolver;

	if (resolver->hosts_count || !resolver->search_count ||
		resolver->exact != LOOKUP_NO_SUCH_NAME || evidence->lookup.outcome != LOOKUP_FOUND)
		return;
	facts_list(add(evidence, findings, "reach.search-domain"), "domains", resolver->search,
		resolver->search_count);
}

/* ---- A name service that lies ---- */

/* 0.0.0.0, ::, 127.0.0.0/8, ::1: what lists of unwanted sites answer. */
static bool leads_nowhere(const char *address)
{
	return !strcmp(address, "0.0.0.0") || !strcmp(address, "::") || !strcmp(address, "::1") ||
	       !strncmp(address, "127.", 4);
}

/* Names that only make sense inside: RFC 6761, RFC 6762, RFC 8375, ICANN's "internal". */
static bool is_inner_name(const char *name)
{
	static const char *const endings[] = { ".localhost", ".local", ".test", ".internal",
		".home.arpa", ".lan" };
	size_t length = strlen(name);

	if (!strchr(name, '.'))
		return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t tail = strlen(endings[i]);

		if (length > tail && !strcmp(name + length - tail, endings[i]))
			return true;
	}
	return false;
}

static bool is_sunk(const struct evidence *evidence)
{
	const struct seen_lookup *lookup = &evidence->lookup;
	const char *host = evidence->settings.target.host;

	for (size_t i = 0; i < lookup->address_count; i++)
		if (!leads_nowhere(lookup->addresses[i]))
			return false;
	return lookup->address_count && host && !is_inner_name(host) &&
	       !evidence->resolver.hosts_count;
}

/* Every reference site, two at least, has got the addresses of the target. */
static bool is_everybody_here(const struct evidence *evidence)
{
	const struct seen_lookup *lookup = &evidence->lookup;
	const struct seen_sites *sites = &evidence->sites;
	size_t count = 0;

	if (evidence->parts[PART_SITES].state != PART_SEEN)
		return false;
	for (size_t i = 0; i < sites->count; i++) {
		const struct seen_site *site = &sites->items[i];

		if (site->lookup != LOOKUP_FOUND)
			continue;
		if (!within(site->addresses, site->address_count, lookup->addresses,
			    lookup->address_count))
			return false;
		count++;
	}
	return count >= 2;
}

static void judge_lies(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_resolver *resolver = &evidence->resolver;
	const struct seen_lookup *lookup = &evidence->lookup;
	bool trouble = trouble_seen(evidence);
	const char *id = NULL;

	if (lookup->outcome != LOOKUP_FOUND)
		return;
	if (trouble && is_sunk(evidence))
		id = "reach.sinkhole";
	else if (trouble && resolver->invented == 1 &&
		 within(lookup->addresses, lookup->address_count, resolver->inventions,
			 resolver->invention_count))
		id = "reach.name-invented";
	else if (trouble && is_everybody_here(evidence))
		id = "reach.same-address";
	if (id)
		facts_list(add(evidence, findings, id), "addresses", lookup->addresses,
			lookup->address_count);
	else if (resolver->invented == 1)
		facts_list(findings_add(findings, "reach.names-invented"), "addresses",
			resolver->inventions, resolver->invention_count);
}

void reach_names(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->parts[PART_RESOLVER].state != PART_SEEN)
		return;
	judge_hosts(evidence, findings);
	judge_search(evidence, findings);
	judge_lies(evidence, findings);
}
