/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <string.h>
#include "tls/capture.h"
#include "tls/hello.h"

static struct hello_plan plan_of(const struct hello *hello)
{
	return (struct hello_plan){
		.version = hello->version,
		.ssl2_form = hello->ssl2_form,
		.suites = hello->suites,
		.groups = hello->groups,
		.schemes = hello->schemes,
		.unpadded = true,
	};
}

/* What was read can be built, and what was built can be read. */
static void comes_back(const struct hello *hello)
{
	struct hello_plan plan = plan_of(hello);
	struct buffer bytes = { 0 };
	struct hello again;

	if (hello->suites.count > 10000)
		return; /* more than is built in SSL 2's form */
	hello_build(&plan, &bytes);
	fuzz_promise(hello_parse(bytes.bytes, bytes.length, &again) == HELLO_OK,
		"a hello that was built is readable");
	fuzz_promise(again.suites.count == hello->suites.count, "no suite is lost");
	fuzz_promise(again.version == hello->version, "the version stays");
	hello_free(&again);
	buffer_free(&bytes);
}

/* What was captured can be saved and read again, and has its fingerprints. */
static void is_evidence(const struct hello *hello)
{
	struct seen_hello seen, again;
	char *where = NULL;
	json_t *json;

	capture_take(hello, &seen);
	fuzz_promise(hello->ssl2_form || (seen.ja4 && strlen(seen.ja4) == 36), "JA4 is known");
	json = seen_hello_json(&seen);
	fuzz_promise(seen_hello_from_json(json, &again, &where) == 0, "it can be saved and read");
	fuzz_promise(seen_hello_same(&seen, &again), "nothing is lost");
	json_decref(json);
	seen_hello_free(&again);
	seen_hello_free(&seen);
}

static void run(const uint8_t *data, size_t size)
{
	struct hello hello;
	enum hello_outcome outcome = hello_parse(data, size, &hello);

	fuzz_promise(outcome < HELLO_OUTCOME_COUNT, "an outcome is one of the list");
	if (outcome == HELLO_OK) {
		fuzz_promise(hello.length <= size, "a hello isn't longer than its bytes");
		fuzz_promise(
			hello.shares.count == hello.share_sizes.count, "every share has a size");
		comes_back(&hello);
		is_evidence(&hello);
	} else {
		fuzz_promise(!hello.suites.at && !hello.sni, "what wasn't read is empty");
	}
	hello_free(&hello);
}

const struct fuzz_target fuzz_hello = { .name = "hello", .run = run };
