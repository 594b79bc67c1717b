/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "tls/reply.h"

/* Each piece in memory of its own, so that reading past its end is caught. */
static void feed(struct reply *reply, const uint8_t *data, size_t size, size_t piece)
{
	for (size_t at = 0; at < size; at += piece) {
		size_t length = size - at < piece ? size - at : piece;
		uint8_t *copy = memory_new(length, 1);

		memcpy(copy, data + at, length);
		reply_feed(reply, copy, length);
		free(copy);
	}
}

static void same_numbers(const struct numbers *a, const struct numbers *b)
{
	fuzz_promise(a->count == b->count, "lists are as long");
	fuzz_promise(!a->count || !memcmp(a->at, b->at, a->count * sizeof(*a->at)),
		"lists hold the same");
}

static void same_ders(const struct reply_ders *a, const struct reply_ders *b)
{
	fuzz_promise(a->count == b->count, "as many certificates or names");
	for (size_t i = 0; i < a->count; i++)
		fuzz_promise(a->at[i].length == b->at[i].length &&
				     !memcmp(a->at[i].bytes, b->at[i].bytes, a->at[i].length),
			"the same certificates or names");
}

static void same(const struct reply *a, const struct reply *b)
{
	fuzz_promise(a->state == b->state && a->enough == b->enough && a->too_large == b->too_large,
		"the state doesn't depend on the cuts");
	fuzz_promise(a->alert == b->alert && a->warning == b->warning, "nor do the alerts");
	fuzz_promise(a->hello == b->hello && a->retry == b->retry && a->version == b->version &&
			     a->suite == b->suite && a->group == b->group && a->done == b->done &&
			     a->dh_bits == b->dh_bits && a->scheme == b->scheme,
		"nor does what was chosen");
	fuzz_promise(reply_service(a) == reply_service(b), "nor who answered");
	same_numbers(&a->extensions, &b->extensions);
	same_numbers(&a->kinds, &b->kinds);
	same_numbers(&a->request_schemes, &b->request_schemes);
	same_ders(&a->certificates, &b->certificates);
	same_ders(&a->request_names, &b->request_names);
}

static void run(const uint8_t *data, size_t size)
{
	for (int until = 0; until < REPLY_UNTIL_COUNT; until++) {
		struct reply whole, cut;

		reply_init(&whole, (enum reply_until)until);
		reply_init(&cut, (enum reply_until)until);
		feed(&whole, data, size, size ? size : 1);
		feed(&cut, data, size, size < 4096 ? 1 : 61);
		fuzz_promise(whole.state < REPLY_STATE_COUNT, "a state is one of the list");
		same(&whole, &cut);
		reply_free(&whole);
		reply_free(&cut);
	}
}

const struct fuzz_target fuzz_reply = { .name = "reply", .run = run };
