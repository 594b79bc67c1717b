/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key means, once for all pages: the same letter never means two things. */
#include "ui/model.h"
#include "ui/press.h"

static const struct {
	int action, key;
	const char *text, *brief;
} commands[] = {
	/* TRANSLATORS: The words marked "foot" stand behind their key in the last line of the screen, all
	 * in one row of 80 columns: "d details  s steps". Please choose the shortest word that is clear. */
	{ ACT_STOP, 'x', N_("Stop"), NC_("foot", "stop") },
	{ ACT_SKIP, 'k', N_("Skip this step"), NC_("foot", "skip") },
	{ ACT_ANSWER, 'a', N_("Result"), NC_("foot", "result") },
	{ ACT_STEPS, 's', N_("All steps"), NC_("foot", "steps") },
	{ ACT_AGAIN, 'r', N_("Check again"), NC_("foot", "again") },
	{ ACT_DETAILS, 'd', N_("Details"), NC_("foot", "details") },
	{ ACT_CLIENTS, 'p', N_("Which programs can connect?"), NC_("foot", "programs") },
	{ ACT_REPORT, PRESS_F5, N_("Report"), NC_("foot", "report") },
	/* TRANSLATORS: "new" stands for: check another address. */
	{ ACT_NEW, 'n', N_("New check"), NC_("foot", "new") },
	{ ACT_ANSWERS, 'y', N_("Your answers"), NC_("foot", "answers") },
	{ ACT_SEARCH, '/', N_("Search the guide"), NC_("foot", "search") },
	{ ACT_COPY, 'c', N_("Copy"), NC_("foot", "copy") },
	{ ACT_WORDS, 'w', N_("What do the words mean?"), NC_("foot", "words") },
};

void ui_command(const struct ui *ui, struct page *page, int action)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (commands[i].action == action)
			page_command(page, action, commands[i].key, ui_tr(ui, commands[i].text),
				tr_ctx(ui->language, "foot", commands[i].brief));
}

void ui_offer_copy(const struct ui *ui, struct page *page, const char *label, char *text)
{
	page->copy = text;
	page_item(page, ACT_PLAIN, label);
	ui_command(ui, page, ACT_COPY);
}
