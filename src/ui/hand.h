/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a key do on the full screen? It moves the focus, scrolls, edits the field, or chooses; what
 * is chosen is the model's affair. Nothing is drawn here.
 */
#ifndef UI_HAND_H
#define UI_HAND_H

#include <stdint.h>
#include "ui/keys.h"
#include "ui/model.h"
#include "ui/paint.h"

struct hand {
	struct ui ui;
	struct keys keys;
	struct page page; /* as it was filled last */
	struct canvas canvas; /* as it was laid out last: keys know what can be seen */
	int digits; /* the first digit of a two-digit choice, or 0 */
	int64_t numbered_us; /* when a digit chose something; 0 once another key came */
	int64_t surprised_us; /* when another page came up by itself */
};

/* Does what PRESS (ui/press.h) means here. Returns UI_ bits: what to redo. */
unsigned hand_press(struct hand *hand, int press);

#endif
