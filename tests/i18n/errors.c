/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the system, in the person's language. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include "i18n/i18n.h"

Test(errors, those_that_people_meet_are_said_in_every_language)
{
	static const int met[] = { ENOENT, EACCES, EISDIR, ENOSPC, ECONNREFUSED, EROFS };

	for (size_t l = 0; language_at(l); l++)
		for (size_t i = 0; i < sizeof(met) / sizeof(met[0]); i++) {
			const char *text = i18n_error(language_at(l), met[i]);

			cr_expect_str_neq(text, strerror(met[i]), "%s: %s",
				language_code(language_at(l)), text);
			cr_expect(language_at(l) == language_english() ||
					  strcmp(text, i18n_error(language_english(), met[i])) != 0,
				"%s: %s", language_code(language_at(l)), text);
		}
}

Test(errors, any_other_keeps_the_systems_words)
{
	cr_expect_str_eq(i18n_error(language_english(), ENOTTY), strerror(ENOTTY));
}
