/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/clipboard.h"

#include <string.h>
#include "base/buffer.h"

static void add_base64(struct buffer *out, const unsigned char *bytes, size_t length)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < length; i += 3) {
		unsigned left = length - i > 2 ? 3 : (unsigned)(length - i), value = 0;

		for (unsigned k = 0; k < 3; k++)
			value = value << 8 | (k < left ? bytes[i + k] : 0);
		for (unsigned k = 0; k < 4; k++)
			buffer_add_char(out, k <= left ? digits[value >> (18 - 6 * k) & 63] : '=');
	}
}

char *clipboard_sequence(const char *text, bool in_tmux)
{
	struct buffer out = { 0 };

	buffer_add_text(&out, in_tmux ? "\033Ptmux;\033" : "");
	buffer_add_text(&out, "\033]52;c;");
	add_base64(&out, (const unsigned char *)text, strlen(text));
	buffer_add_text(&out, in_tmux ? "\a\033\\" : "\a");
	return buffer_take(&out);
}
