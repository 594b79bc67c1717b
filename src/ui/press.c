/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/press.h"

#include <stddef.h>

static const struct {
	int press;
	const char *name;
} names[] = {
	{ PRESS_ENTER, "Enter" },
	{ PRESS_F1, "F1" },
	{ PRESS_F2, "F2" },
	{ PRESS_F5, "F5" },
};

const char *press_name(int press, char *room)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].press == press)
			return names[i].name;
	room[0] = press > ' ' && press < 0x7f ? (char)press : '?';
	room[1] = '\0';
	return room;
}

int press_narrow(int press)
{
	/* U+FF01 to U+FF5E stand in the order of ASCII. */
	if (press >= 0xff01 && press <= 0xff5e)
		return press - 0xff01 + '!';
	return press == 0x3000 ? ' ' : press;
}
