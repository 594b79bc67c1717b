/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For guide/ alone: which words of an organisation's own fix are those of a language? */
#ifndef GUIDE_OWN_ROW_H
#define GUIDE_OWN_ROW_H

#include "guide/tables.h"
#include "i18n/i18n.h"

/* The row with the words of LANGUAGE, else of the stanza itself; FIX as it is when it is one of the tables'. */
const struct fix_row *own_row_in(const struct language *language, const struct fix_row *fix);

#endif
