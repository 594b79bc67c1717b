/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Are clients kept as they came, the latest first, and each once? */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/evidence.h"

static struct seen_hello hello_of(int suite, int grease)
{
	struct seen_hello hello;

	seen_hello_init(&hello);
	hello.client_version = 0x0303;
	hello.suite_count = 2;
	hello.suites = memory_new(2, sizeof(*hello.suites));
	hello.suites[0] = grease;
	hello.suites[1] = suite;
	hello.sni = memory_text("localhost");
	return hello;
}

Test(client_hello, two_of_the_same_browser_are_alike_whatever_they_strew_in)
{
	struct seen_hello a = hello_of(0x1301, 0x0a0a), b = hello_of(0x1301, 0xfafa);
	struct seen_hello c = hello_of(0x1302, 0x0a0a);

	cr_expect(seen_hello_same(&a, &b));
	cr_expect_not(seen_hello_same(&a, &c));
	free(b.sni);
	b.sni = memory_text("example.com");
	cr_expect_not(seen_hello_same(&a, &b));
	seen_hello_free(&a);
	seen_hello_free(&b);
	seen_hello_free(&c);
}

Test(client_hello, the_latest_is_first_and_there_are_never_too_many)
{
	struct evidence evidence;

	evidence_init(&evidence);
	for (int i = 0; i < 2 * HELLOS_MOST; i++) {
		struct seen_hello hello = hello_of(0x1301 + i, 0x0a0a);

		seen_hellos_add(&evidence.hellos, &hello);
		seen_hello_free(&hello);
	}
	cr_expect_eq(evidence.hellos.count, HELLOS_MOST);
	cr_expect_eq(evidence.hellos.items[0].suites[1], 0x1301 + 2 * HELLOS_MOST - 1);
	evidence_free(&evidence);
}

Test(client_hello, one_that_comes_again_moves_to_the_front)
{
	struct seen_hello first = hello_of(0x1301, 0x0a0a), second = hello_of(0x1302, 0x0a0a);
	struct evidence evidence;

	evidence_init(&evidence);
	seen_hellos_add(&evidence.hellos, &first);
	seen_hellos_add(&evidence.hellos, &second);
	seen_hellos_add(&evidence.hellos, &first);
	cr_expect_eq(evidence.hellos.count, 2);
	cr_expect_eq(evidence.hellos.items[0].suites[1], 0x1301);
	/* Adding one that is already there, by itself, is safe. */
	seen_hellos_add(&evidence.hellos, &evidence.hellos.items[1]);
	cr_expect_eq(evidence.hellos.count, 2);
	cr_expect_eq(evidence.hellos.items[0].suites[1], 0x1302);
	evidence_free(&evidence);
	seen_hello_free(&first);
	seen_hello_free(&second);
}

Test(client_hello, what_isnt_one_is_refused_with_its_place)
{
	json_t *json = json_pack("{s:[i,s]}", "suites", 1, "two");
	struct seen_hello hello;
	char *where = NULL;

	cr_expect_eq(seen_hello_from_json(json, &hello, &where), -1);
	cr_expect_str_eq(where, "suites[1]");
	cr_expect_eq(hello.suite_count, 0);
	free(where);
	json_decref(json);
	cr_expect_eq(seen_hello_from_json(NULL, &hello, &where), -1);
	free(where);
}
