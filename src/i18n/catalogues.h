/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which compiled catalogues are in this program? Generated from po/LINGUAS and po/ *.mo (tools/gen).
 */
#ifndef I18N_CATALOGUES_H
#define I18N_CATALOGUES_H

#include <stddef.h>

struct catalogue {
	const char *code; /* "ja"; NULL ends the table */
	const unsigned char *bytes;
	size_t size;
};

extern const struct catalogue i18n_catalogues[];

#endif
