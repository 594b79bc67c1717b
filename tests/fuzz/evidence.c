/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include "evidence/evidence.h"

/* What was read once is written and read again without a change. */
static void comes_back(const struct evidence *evidence)
{
	json_t *first = evidence_json(evidence);
	struct evidence again;
	char *where = NULL;

	fuzz_promise(evidence_from_json(first, &again, &where) == 0,
		"evidence that was written is readable");
	json_t *second = evidence_json(&again);

	fuzz_promise(json_equal(first, second), "evidence stays the same when written and read");
	json_decref(first);
	json_decref(second);
	evidence_free(&again);
}

static void run(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, 0, NULL);
	struct evidence evidence;
	char *where = NULL;

	if (!json)
		return;
	if (evidence_from_json(json, &evidence, &where) == 0)
		comes_back(&evidence);
	else
		fuzz_promise(where != NULL, "an error says where it is");
	evidence_free(&evidence);
	free(where);
	json_decref(json);
}

const struct fuzz_target fuzz_evidence = { .name = "evidence", .run = run };
