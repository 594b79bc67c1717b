/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include "net/http_head.h"

/* In one piece, or in two. */
static int status_of(const uint8_t *data, size_t size, size_t first)
{
	struct http_head head;
	int status;

	http_head_init(&head);
	if (http_head_hear(&head, (const char *)data, first) && first < size)
		http_head_hear(&head, (const char *)data + first, size - first);
	status = head.seen.status;
	fuzz_promise(status == -1 || (status >= 0 && status <= 999), "three digits");
	http_head_free(&head);
	return status;
}

static void run(const uint8_t *data, size_t size)
{
	if (size > HTTP_HEAD_MOST)
		return; /* where it ends then depends on the pieces */
	fuzz_promise(status_of(data, size, size) == status_of(data, size, size / 2),
		"the same, however it comes");
}

const struct fuzz_target fuzz_http_head = { .name = "http_head", .run = run };
