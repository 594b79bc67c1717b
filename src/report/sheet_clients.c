/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which programs can connect, which can't, and of which too little was measured. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "report/sheet.h"

static char *names_text(const struct sheet *sheet, enum connects connects)
{
	const struct clients *clients = &sheet->session->clients;
	const char **names = memory_new(clients->count, sizeof(*names));
	size_t count = 0;
	char *text;

	for (size_t i = 0; i < clients->count; i++)
		if (clients->items[i].connects == connects)
			names[count++] = clients->items[i].client->name;
	text = count ? i18n_list(sheet->language, names, count) : NULL;
	free(names);
	return text;
}

void sheet_clients(struct sheet *sheet)
{
	const struct language *language = sheet->language;

	if (!sheet->session->clients.count)
		return;
	sheet_heading(sheet, tr(language, N_("Which programs can connect")));
	sheet_field(
		sheet, INDENT, tr(language, N_("Can connect")), names_text(sheet, CONNECTS_YES));
	sheet_field(
		sheet, INDENT, tr(language, N_("Can't connect")), names_text(sheet, CONNECTS_NO));
	sheet_field(
		sheet, INDENT, tr(language, N_("Not known")), names_text(sheet, CONNECTS_UNKNOWN));
}
