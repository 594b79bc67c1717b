/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/client_hello.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/names.h"
#include "evidence/records.h"

void seen_hello_init(struct seen_hello *hello)
{
	record_init(&hello_record, hello);
}

void seen_hello_copy(struct seen_hello *to, const struct seen_hello *from)
{
	record_copy(&hello_record, to, from);
}

void seen_hello_free(struct seen_hello *hello)
{
	record_free(&hello_record, hello);
}

/* ---- Sameness ---- */

static bool same_number(int a, int b)
{
	return a == b ||
	       (a >= 0 && b >= 0 && names_grease((unsigned)a) && names_grease((unsigned)b));
}

static bool same_numbers(const int *a, size_t a_count, const int *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (!same_number(a[i], b[i]))
			return false;
	return true;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_texts(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (!same_text(a[i], b[i]))
			return false;
	return true;
}

/* JA4 sorts the extensions, which browsers shuffle anew for each connection; JA3's lists are compared as sent. */
bool seen_hello_same(const struct seen_hello *a, const struct seen_hello *b)
{
	return a->source == b->source && a->client_version == b->client_version &&
	       same_text(a->ja4, b->ja4) && same_text(a->sni, b->sni) &&
	       same_texts(a->alpn, a->alpn_count, b->alpn, b->alpn_count) &&
	       same_numbers(a->versions, a->version_count, b->versions, b->version_count) &&
	       same_numbers(a->suites, a->suite_count, b->suites, b->suite_count) &&
	       same_numbers(a->groups, a->group_count, b->groups, b->group_count) &&
	       same_numbers(a->schemes, a->scheme_count, b->schemes, b->scheme_count) &&
	       same_numbers(a->shares, a->share_count, b->shares, b->share_count);
}

/* ---- Several ---- */

static void take_out(struct seen_hellos *hellos, size_t index)
{
	seen_hello_free(&hellos->items[index]);
	hellos->count--;
	memmove(&hellos->items[index], &hellos->items[index + 1],
		(hellos->count - index) * sizeof(*hellos->items));
}

void seen_hellos_add(struct seen_hellos *hellos, const struct seen_hello *hello)
{
	struct seen_hello copy;

	seen_hello_copy(&copy, hello);
	for (size_t i = hellos->count; i-- > 0;)
		if (seen_hello_same(&hellos->items[i], &copy))
			take_out(hellos, i);
	if (hellos->count == HELLOS_MOST)
		take_out(hellos, HELLOS_MOST - 1);
	hellos->items = memory_resize(hellos->items, hellos->count + 1, sizeof(*hellos->items));
	memmove(&hellos->items[1], &hellos->items[0], hellos->count * sizeof(*hellos->items));
	hellos->items[0] = copy;
	hellos->count++;
}

/* ---- JSON ---- */

json_t *seen_hello_json(const struct seen_hello *hello)
{
	return record_json(&hello_record, hello);
}

int seen_hello_from_json(const json_t *json, struct seen_hello *ret, char **ret_where)
{
	seen_hello_init(ret);
	*ret_where = NULL;
	if (record_read(&hello_record, ret, json, ret_where))
		return 0;
	seen_hello_free(ret);
	return -1;
}
