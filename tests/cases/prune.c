/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes a case of a saved run: its evidence without what no judgement reads (certificates as bytes, unknowns, the
 * files and browsers of the computer that recorded it). Usage: prune SAVED RECORDED
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *const bytes[] = { "der", "staple", "anchor_der", "leaf_issuer", "repaired",
	"messages" };

static int is_bytes(const char *key)
{
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++)
		if (!strcmp(bytes[i], key))
			return 1;
	return 0;
}

static void prune(json_t *value)
{
	const char *key;
	json_t *item;
	void *next;
	size_t i;

	json_object_foreach_safe(value, next, key, item)
	{
		if (json_is_null(item) || (is_bytes(key) && !json_is_object(item)))
			json_object_del(value, key);
		else
			prune(item);
	}
	json_array_foreach(value, i, item) prune(item);
}

/* This computer's own rules and browsers belong to no case. */
static void forget_computer(json_t *evidence)
{
	json_object_del(evidence, "policy");
	json_object_del(evidence, "browsers");
	json_object_del(json_object_get(evidence, "settings"), "ca_file");
}

int main(int argc, char **argv)
{
	json_t *saved = argc == 3 ? json_load_file(argv[1], 0, NULL) : NULL;
	json_t *report = json_is_array(saved) ? json_array_get(saved, 0) : saved;
	json_t *evidence = json_object_get(report, "evidence");
	int error = 1;

	if (evidence) {
		forget_computer(evidence);
		prune(evidence);
		error = json_dump_file(evidence, argv[2], JSON_COMPACT | JSON_SORT_KEYS) != 0;
	}
	if (error)
		fprintf(stderr, "Usage: prune SAVED RECORDED\n");
	json_decref(saved);
	return error;
}
