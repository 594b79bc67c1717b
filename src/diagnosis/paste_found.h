/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which host, port, address, time and library does the text speak of? For paste.c.
 */
#ifndef DIAGNOSIS_PASTE_FOUND_H
#define DIAGNOSIS_PASTE_FOUND_H

#include "diagnosis/paste.h"
#include "diagnosis/paste_text.h"

/*
 * Looks in the plain form of TEXT near byte AT (where the error stands; nearer places count more) and fills
 * what RET lacks. RET->alert is left alone.
 */
void paste_found_look(const struct paste_text *text, size_t at, struct paste_found *ret);

void paste_found_free(struct paste_found *found);

#endif
