/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <string.h>
#include "base/memory.h"
#include "i18n/mo.h"
#include "i18n/plural.h"

/* A text that is found lies inside of the catalogue and ends there. */
static void look_at(const struct mo *mo, const char *found)
{
	if (!found)
		return;
	const unsigned char *at = (const unsigned char *)found;
	const unsigned char *end = mo->bytes + mo->size;

	fuzz_promise(at >= mo->bytes && at < end, "a translation lies in the catalogue");
	fuzz_promise(
		memchr(at, 0, (size_t)(end - at)) != NULL, "a translation ends in the catalogue");
}

static void run(const uint8_t *data, size_t size)
{
	static const char *const texts[] = { "", "a", "Quit", "{count} day", "Language" };
	struct mo mo;
	size_t length = 0;
	unsigned long form = 0;

	plural_form((const char *)data, size, 12, &form);
	if (!mo_open(data, size, &mo))
		return;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		look_at(&mo, mo_find(&mo, NULL, texts[i]));
		look_at(&mo, mo_find(&mo, "ctx", texts[i]));
		look_at(&mo, mo_find_plural(&mo, texts[i], i));
	}
	look_at(&mo, mo_header(&mo, "X-Language-Name", &length));
}

const struct fuzz_target fuzz_mo = { .name = "mo", .run = run };
