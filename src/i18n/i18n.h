/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does this read in the person's language? Catalogues are embedded .mo files; a language is a
 * value that is passed along, so two can be used side by side, from any thread, without locales.
 */
#ifndef I18N_I18N_H
#define I18N_I18N_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks for xgettext; the text is translated later by tr(). */
#define N_(text) (text)
#define NC_(context, text) (text)

struct language; /* immutable, lives as long as the program */

/* All languages, English first, then in the order of po/LINGUAS. */
const struct language *language_at(size_t index); /* NULL after the last */
const struct language *language_english(void);

/* By code ("ja", "nl_NL.UTF-8", "fil-PH"; fil means tl). NULL when we don't have it. */
const struct language *language_by_name(const char *name);

/*
 * What the environment asks for: LANGUAGE (a list, tried in order), LC_ALL, LC_MESSAGES, LANG, by name
 * even where that locale isn't installed. NULL when nothing in it decides (unset, C, POSIX, C.UTF-8, or
 * a language we don't have).
 */
const struct language *language_from_environment(void);

const char *language_code(const struct language *language); /* "ja" */
const char *language_own_name(const struct language *language); /* "日本語" */

/* The translation, or the English itself. Never NULL; lives as long as the program. */
const char *tr(const struct language *language, const char *text);
const char *tr_ctx(const struct language *language, const char *context, const char *text);
const char *tr_n(const struct language *language, const char *one, const char *many, long n);

/* Whether TEXT has a translation in LANGUAGE (always true for English). */
bool tr_known(const struct language *language, const char *text);

/* A value for a {placeholder}. Arrays of these end with a NULL name. */
struct fill {
	const char *name;
	const char *value;
};

/*
 * Puts FILLS into PATTERN's {placeholders} ("{{" is a brace). An unknown placeholder stays as it
 * stands. The caller frees the result.
 */
char *i18n_fill(const char *pattern, const struct fill *fills);

/* ---- Dates, spans, lists, numbers: whole phrases by translated patterns. Callers free. ---- */
char *i18n_date(const struct language *language, int64_t utc_s); /* 3 March 2026 */
char *i18n_date_time(const struct language *language, int64_t utc_s); /* 3 March 2026, 14:05 UTC */
/* A length of time, two largest units at most; the sign is ignored: "2 hours 5 minutes". */
char *i18n_span(const struct language *language, int64_t seconds);
/* How far THEN is from NOW: "12 days ago", "in 3 hours"; "now" below a minute. */
char *i18n_age(const struct language *language, int64_t then_s, int64_t now_s);
/* "A, B and C"; COUNT 0 gives "none". */
char *i18n_list(const struct language *language, const char *const *items, size_t count);
/* Grouped by the language's rule: "1,024". */
char *i18n_number(const struct language *language, int64_t number);

/* What went wrong when a call failed with errno ERROR, to stand behind "Reason: ". What no person meets is
 * in the C library's English. Not from several threads at once. */
const char *i18n_error(const struct language *language, int error);

/* That every text has a translation is a test's business: tests/i18n/complete.sh. */

#endif
