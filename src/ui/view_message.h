/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What if the person has an error message? It is pasted here, explained, and goes along as evidence when its
 * address is checked.
 */
#ifndef UI_VIEW_MESSAGE_H
#define UI_VIEW_MESSAGE_H

#include <stdbool.h>
#include "ui/model.h"

extern const struct view_ops view_message; /* the field */
extern const struct view_ops view_meaning; /* what it means */

/* Reads TEXT; false, and nothing changes, when no TLS error is in it. */
bool view_message_read(struct ui *ui, const char *text);

/* Forgets the message. */
void view_message_forget(struct ui *ui);

#endif
