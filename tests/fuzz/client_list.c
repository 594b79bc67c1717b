/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include "check/sides.h"
#include "evidence/client_list.h"

static void each_once(const int *items, size_t count)
{
	fuzz_promise(count <= 4096, "a list has at most 4,096 entries");
	for (size_t i = 1; i < count && i < 64; i++)
		fuzz_promise(items[i] != items[i - 1], "each stands there once");
}

/* What was pasted can be compared with a server of which nothing is known. */
static void compares(const struct seen_hello *hello)
{
	struct evidence evidence;
	struct sides sides;

	evidence_init(&evidence);
	sides_of(hello, &evidence, &sides);
	fuzz_promise(sides.outcome == SIDES_UNKNOWN, "nothing known is nothing missing");
	sides_free(&sides);
	evidence_free(&evidence);
}

static void run(const uint8_t *data, size_t size)
{
	struct client_list list;
	enum client_list_outcome outcome = client_list_read(
		(const char *)data, size < 16384 ? size : 16384, &list);
	json_t *json = seen_hello_json(&list.hello);
	struct seen_hello again;
	char *where = NULL;

	fuzz_promise(outcome < CLIENT_LIST_OUTCOME_COUNT, "an outcome is one of the list");
	fuzz_promise((outcome == CLIENT_LIST_RULE) == (list.rule != NULL), "a rule is named");
	each_once(list.hello.suites, list.hello.suite_count);
	fuzz_promise(seen_hello_from_json(json, &again, &where) == 0, "it can be saved and read");
	fuzz_promise(seen_hello_same(&again, &list.hello), "nothing is lost");
	compares(&list.hello);
	seen_hello_free(&again);
	json_decref(json);
	client_list_free(&list);
}

const struct fuzz_target fuzz_client_list = { .name = "client_list", .run = run };
