/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the addresses come from: this computer's own files, its search domains, or the name service; and
 * whether that invents addresses for names that can't exist. */
#include <stdlib.h>
#include <sys/random.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "evidence/reference.h"
#include "net/hosts.h"
#include "net/resolve.h"
#include "probe/probe.h"

#define HOSTS_FILE "/etc/hosts"
#define RESOLVER_FILE "/etc/resolv.conf"
#define FILE_MOST (16u << 20) /* lists of unwanted sites are long */
#define LOOKUP_MS 3000
#define LETTERS 20

static struct deadline soon(const struct probe_env *env)
{
	return deadline_sooner(env->deadline, deadline_in_ms(LOOKUP_MS));
}

static void copy_list(char **from, size_t count, char ***ret, size_t *ret_count)
{
	*ret = memory_new(count, sizeof(**ret));
	*ret_count = count;
	for (size_t i = 0; i < count; i++)
		(*ret)[i] = from[i];
}

static void read_hosts(struct evidence *seen)
{
	struct seen_resolver *resolver = &seen->resolver;
	struct buffer text = { 0 };
	char *addresses[HOSTS_MOST];
	size_t count;

	if (file_read(HOSTS_FILE, FILE_MOST, &text))
		return;
	count = hosts_addresses(text.bytes ? text.bytes : "", text.length,
		seen->settings.target.host, addresses, &resolver->hosts_line);
	copy_list(addresses, count, &resolver->hosts, &resolver->hosts_count);
	if (count)
		resolver->hosts_file = memory_text(HOSTS_FILE);
	buffer_free(&text);
}

static void read_search(struct evidence *seen)
{
	struct seen_resolver *resolver = &seen->resolver;
	struct buffer text = { 0 };
	char *domains[HOSTS_MOST];
	size_t count;

	if (file_read(RESOLVER_FILE, FILE_MOST, &text))
		return;
	count = hosts_search(text.bytes ? text.bytes : "", text.length, domains);
	copy_list(domains, count, &resolver->search, &resolver->search_count);
	buffer_free(&text);
}

/* What the name service says of just this name, where something else may have answered. */
static void ask_exactly(const struct probe_env *env, struct evidence *seen)
{
	struct seen_resolver *resolver = &seen->resolver;
	struct seen_lookup lookup = { 0 };

	if (!resolver->hosts_count &&
		(!resolver->search_count || seen->lookup.outcome != LOOKUP_FOUND))
		return;
	resolve_exactly(
		seen->settings.target.host, seen->settings.family, soon(env), env->cancel, &lookup);
	resolver->exact = lookup.outcome;
	resolver->addresses = lookup.addresses;
	resolver->address_count = lookup.address_count;
	free(lookup.name);
}

/* A name that nobody has, or NULL. The caller frees it. */
static char *invent(const char *ending)
{
	unsigned char noise[LETTERS];
	char name[LETTERS + 1];

	if (getrandom(noise, sizeof(noise), 0) != sizeof(noise))
		return NULL;
	for (size_t i = 0; i < LETTERS; i++)
		name[i] = (char)('a' + noise[i] % 26);
	name[LETTERS] = '\0';
	return memory_format("%s.%s", name, ending);
}

/* Both of two inventions must get an address. */
static void ask_for_inventions(const struct probe_env *env, struct evidence *seen)
{
	static const char *const endings[] = { "com", "org" };
	struct seen_resolver *resolver = &seen->resolver;

	for (size_t i = 0; i < 2; i++) {
		struct seen_lookup lookup = { 0 };
		char *name = invent(endings[i]);

		if (!name)
			return;
		resolve_exactly(name, seen->settings.family, soon(env), env->cancel, &lookup);
		free(name);
		free(lookup.name);
		for (size_t k = 0; k < resolver->invention_count; k++)
			free(resolver->inventions[k]);
		free(resolver->inventions);
		resolver->inventions = lookup.addresses;
		resolver->invention_count = lookup.address_count;
		if (lookup.outcome != LOOKUP_FOUND && lookup.outcome != LOOKUP_NO_SUCH_NAME) {
			resolver->invented = -1;
			return;
		}
		resolver->invented = lookup.outcome == LOOKUP_FOUND;
		if (!resolver->invented)
			return;
	}
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	int64_t began_us = timing_monotonic_us();

	if (settings->depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_RESOLVER, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	/* Whose name is asked for: the proxy's, that of --connect-to, or none. */
	if (settings->proxy || settings->connect_address || settings->target.is_ip) {
		evidence_part_status(seen, PART_RESOLVER, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	read_hosts(seen);
	read_search(seen);
	ask_exactly(env, seen);
	if (reference_allowed(settings))
		ask_for_inventions(env, seen);
	probe_done(seen, PART_RESOLVER, began_us);
}

const struct probe probe_resolver = { .part = PART_RESOLVER, .beside = true, .look = look };
