/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a text get into the clipboard of a terminal that may be far away? By OSC 52, which xterm brought in and many
 * have since; tmux passes it on when it is wrapped.
 *
 * Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html "Manipulate Selection Data" 2026-11.
 */
#ifndef UI_CLIPBOARD_H
#define UI_CLIPBOARD_H

#include <stdbool.h>

#define CLIPBOARD_MOST 50000 /* bytes; longer ones are cut off by some terminals */

/* The bytes to send for TEXT; IN_TMUX wraps them. The caller frees. */
char *clipboard_sequence(const char *text, bool in_tmux);

#endif
