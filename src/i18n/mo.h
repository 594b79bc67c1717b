/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a compiled catalogue (.mo) say? Reads the documented format (GNU gettext manual, "The Format
 * of GNU MO Files") from an array of bytes, of either byte order; the bytes may be hostile.
 */
#ifndef I18N_MO_H
#define I18N_MO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mo {
	const unsigned char *bytes; /* the caller's; must outlive this */
	size_t size;
	bool swapped; /* written on a machine of the other byte order */
	uint32_t count;
	size_t originals, translations; /* where the two tables begin */
	unsigned long forms; /* plural forms; 0 when the header has no sound rule */
	const char *rule; /* which of them, an expression (i18n/plural.h) */
	size_t rule_length;
};

/*
 * Checks all of BYTES: bounds, final NULs, order. false: not a catalogue that can be used, and *RET must
 * not be used either.
 */
bool mo_open(const unsigned char *bytes, size_t size, struct mo *ret);

/* The translation of TEXT in CONTEXT (or NULL), or NULL when there is none or it is empty. */
const char *mo_find(const struct mo *mo, const char *context, const char *text);

/* The form for N of the translation whose singular is TEXT, or NULL. */
const char *mo_find_plural(const struct mo *mo, const char *text, unsigned long n);

/* The value of the catalogue's own header field NAME ("X-Language-Name"), or NULL; its length. */
const char *mo_header(const struct mo *mo, const char *name, size_t *ret_length);

#endif
