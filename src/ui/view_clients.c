/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which programs can connect, which can't, and why not? */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "ui/view_sides.h"

enum { CLIENTS_ACCEPTS = 200 };

static const struct {
	enum connects connects;
	enum mark mark;
	const char *heading;
} kinds[] = {
	{ CONNECTS_NO, MARK_BAD, N_("Can't connect") },
	{ CONNECTS_YES, MARK_GOOD, N_("Can connect") },
	{ CONNECTS_UNKNOWN, MARK_ASK, N_("Not known") },
};

static size_t count_of(const struct clients *clients, enum connects connects)
{
	size_t count = 0;

	for (size_t i = 0; i < clients->count; i++)
		count += clients->items[i].connects == connects;
	return count;
}

static void add_kind(const struct ui *ui, size_t kind, struct page *page)
{
	const struct clients *clients = &ui->session->clients;
	const char **names = memory_new(clients->count, sizeof(*names));
	size_t count = 0;

	for (size_t i = 0; i < clients->count; i++)
		if (clients->items[i].connects == kinds[kind].connects)
			names[count++] = clients->items[i].client->name;
	if (count) {
		page_heading(page, ui_tr(ui, kinds[kind].heading));
		page_gap(page);
		page_point(page, kinds[kind].mark, i18n_list(ui->language, names, count));
	}
	free(names);
}

/* Each reason once: the sentences name the programs themselves. */
static void add_reasons(const struct ui *ui, struct page *page)
{
	const struct findings *findings = &ui->session->findings;
	bool first = true;

	for (size_t i = 0; i < findings->count; i++) {
		char *text;

		if (strcmp(findings->items[i].check, "client") != 0 ||
			findings->items[i].verdict == VERDICT_PASS)
			continue;
		if (first)
			page_heading(page, ui_tr(ui, N_("Why not")));
		if (first)
			page_gap(page);
		first = false;
		text = guide_finding(ui->language, &findings->items[i]);
		page_point(page, mark_of_verdict(findings->items[i].verdict), text);
	}
}

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	(void)frame;
	page_add(page, BLOCK_HEADING, memory_text(ui_tr(ui, N_("Which programs can connect?"))));
	page_gap(page);
	page_text(page,
		ui_tr(ui, N_("What the server showed was compared with what each program accepts "
			     "by default. The programs themselves were not started.")));
	if (count_of(&ui->session->clients, CONNECTS_UNKNOWN))
		page_text(page, ui_tr(ui, N_("For the programs under \"Not known\" too little was "
					     "measured.")));
	if (session_may_look_deeper(ui->session)) {
		page_gap(page);
		page_item(page, CLIENTS_ACCEPTS,
			ui_tr(ui, N_("Ask for everything the server accepts")));
	}
	add_reasons(ui, page);
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++)
		add_kind(ui, kind, page);
	ui_command(ui, page, ACT_DETAILS);
	ui_command(ui, page, ACT_ANSWER);
	ui_command(ui, page, ACT_REPORT);
}

static unsigned choose(struct ui *ui, struct frame *frame, int action)
{
	(void)frame;
	return action == CLIENTS_ACCEPTS ? ui_push(ui, &view_accepts, 0, NULL, NULL) : UI_NOTHING;
}

const struct view_ops view_clients = {
	.name = "clients",
	.fill = fill,
	.choose = choose,
};
