/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we say what changed since an earlier run?
 */
#ifndef GUIDE_CHANGES_H
#define GUIDE_CHANGES_H

#include "diagnosis/changes.h"
#include "i18n/i18n.h"

/*
 * CHANGE in one or two sentences; TITLE is guide_cause_title() of the cause that it is about, else NULL. The
 * caller frees it.
 */
char *guide_change(const struct language *language, const struct change *change, const char *title);

/* Every id that has a sentence, NULL after the last. */
const char *guide_change_at(size_t index);

#endif
