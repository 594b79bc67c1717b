/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of the site's own server behind a CDN: the whole check again, there, with the site's name. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "ui/model.h"

enum { HTTPS = 443 };

static void fill(const struct ui *ui, const struct frame *frame, struct page *page)
{
	ui_ask_line(ui, frame, page, ui_tr(ui, N_("Which address has the origin server?")),
		ui_tr(ui, N_("Type it and press Enter. For example: 192.0.2.10")));
	page_heading(page, ui_tr(ui, N_("Where do I see the address?")));
	page_point(page, MARK_FOR,
		memory_text(
			ui_tr(ui, N_("In your account at the CDN, under DNS: the record of this "
				     "site shows it."))));
	page_point(page, MARK_FOR,
		memory_text(ui_tr(ui, N_("In your account at the hosting provider: the address of "
					 "the server."))));
	page_point(page, MARK_NONE,
		memory_text(ui_tr(ui, N_("Only the owner of the site knows it. If that is not you, "
					 "send the report to the owner."))));
}

/* The same target, but at ADDRESS (taken over), and whoever visits there is the CDN. */
static int begin(struct ui *ui, struct target *address)
{
	struct settings settings = { 0 };

	settings_copy(&settings, &ui->session->evidence.settings);
	free(settings.connect_address);
	settings.connect_address = memory_text(address->host);
	settings.connect_port = address->port == HTTPS ? 0 : address->port;
	settings.origin = true;
	target_free(address);
	ui->symptom_number = NULL; /* that is the CDN's page, not the origin's */
	return ui_begin(ui, &settings);
}

static unsigned enter(struct ui *ui, struct frame *frame, const char *text)
{
	struct target address = { 0 };
	enum target_error error = target_parse(text, &address);

	(void)frame;
	if (error != TARGET_OK) {
		ui_notice(ui, MARK_WARN, guide_target_error(ui->language, error, text));
		return UI_FILL;
	}
	if (begin(ui, &address))
		return UI_FILL;
	ui_home(ui);
	return ui_push(ui, &view_steps, 0, NULL, NULL);
}

const struct view_ops view_origin = {
	.name = "origin",
	.open = ui_open_field,
	.fill = fill,
	.enter = enter,
};
