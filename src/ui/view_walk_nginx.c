/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk's third and fourth step: the configuration of nginx, read and then tried. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "guide/server.h"
#include "ui/view_walk.h"

#define FAULTS_SHOWN 40
#define LOOKS_SHOWN 40

enum { NGINX_ANOTHER, NGINX_SHAKE, NGINX_AGAIN };

static void open_field(struct ui *ui, struct frame *frame)
{
	const char *typed = ui->walk->files[WALK_CONFIGURATION];

	input_set(&frame->input, typed ? typed : "/etc/nginx/nginx.conf");
	frame->focus = 0;
}

static void fill_field(const struct ui *ui, const struct frame *frame, struct page *page)
{
	view_walk_head(ui, frame->number, ui_tr(ui, N_("Which file is the configuration?")), page);
	ui_add_input(ui, frame, page);
	page_text(page,
		ui_tr(ui, N_("Press Enter when the path is right. tlsdoctor reads this file, all "
			     "that it includes, and the certificates that it names. A file with "
			     "the output of \"nginx -T\" is fine too.")));
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
}

static unsigned read_configuration(struct ui *ui, int number, const char *file)
{
	struct errand *errand;
	int error = 0;

	errand = errand_read_configuration(file, &ui->options->settings, ui->options->budget,
		number == WALK_HANDSHAKES, &error);
	return view_walk_wait(ui, number, errand, error);
}

static unsigned enter_field(struct ui *ui, struct frame *frame, const char *text)
{
	(void)frame;
	if (!view_walk_may_read(ui, text))
		return UI_FILL;
	free(ui->walk->files[WALK_CONFIGURATION]);
	ui->walk->files[WALK_CONFIGURATION] = memory_text(text);
	errand_free(ui->walk->errands[WALK_HANDSHAKES]); /* of another file, perhaps */
	ui->walk->errands[WALK_HANDSHAKES] = NULL;
	return read_configuration(ui, WALK_CONFIGURATION, text);
}

static unsigned choose_next(struct ui *ui, struct frame *frame, int action)
{
	if (action == NGINX_ANOTHER)
		return ui_swap(ui, &view_walk_configuration, WALK_CONFIGURATION, NULL, NULL);
	return view_walk_open(ui, frame->number + 1);
}

/* ---- Lines at fault ---- */

static bool is_wrong(const struct nginx_fault *fault)
{
	return fault->kind->verdict == VERDICT_FAIL || fault->kind->verdict == VERDICT_WARN;
}

static void add_fault(const struct ui *ui, const struct nginx_fault *fault, struct page *page)
{
	struct finding finding = {
		.id = fault->kind->id,
		.check = "nginx",
		.verdict = fault->kind->verdict,
		.facts = fault->facts,
	};

	page_gap(page);
	page_point(page, mark_of_verdict(fault->kind->verdict),
		memory_format("%s:%d", fault->file, fault->line));
	if (fault->written)
		page_add(page, BLOCK_LITERAL, memory_text(fault->written))->indent = 4;
	page_add(page, BLOCK_TEXT, guide_finding(ui->language, &finding))->indent = 4;
	if (!fault->better)
		return;
	page_add(page, BLOCK_TEXT, memory_text(guide_correction(ui->language, (int)fault->change)))
		->indent = 4;
	if (*fault->better)
		page_add(page, BLOCK_LITERAL, memory_text(fault->better))->indent = 4;
}

/* The lines as they would be right, each below its place. */
static void offer_lines(const struct ui *ui, const struct upstreams *upstreams, struct page *page)
{
	struct buffer lines = { 0 };

	for (size_t i = 0; i < upstreams->faults.count && i < FAULTS_SHOWN; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		if (is_wrong(fault) && fault->better && *fault->better)
			buffer_add_format(
				&lines, "# %s:%d\n%s\n", fault->file, fault->line, fault->better);
	}
	if (lines.length)
		ui_offer_copy(ui, page,
			ui_tr(ui, N_("Show the corrected lines alone, to copy them")),
			buffer_take(&lines));
	else
		buffer_free(&lines);
}

static void add_faults(const struct ui *ui, const struct upstreams *upstreams, struct page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < upstreams->faults.count && count < FAULTS_SHOWN; i++)
		if (is_wrong(&upstreams->faults.items[i])) {
			add_fault(ui, &upstreams->faults.items[i], page);
			count++;
		}
	for (size_t i = 0; i < upstreams->faults.count && count < FAULTS_SHOWN; i++)
		if (!is_wrong(&upstreams->faults.items[i])) {
			add_fault(ui, &upstreams->faults.items[i], page);
			count++;
		}
}

/* Whether there is anything to show; else says why there isn't. */
static bool was_read(const struct ui *ui, const struct upstreams *upstreams, struct page *page)
{
	if (!upstreams->file_errno)
		return true;
	page_point(page, MARK_WARN,
		ui_fill_text(ui,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be read. Reason: {why}."),
			(struct fill[]){ { "file", upstreams->file },
				{ "why", i18n_error(ui->language, upstreams->file_errno) },
				{ 0 } }));
	return false;
}

/* The head of the page; NULL when there is nothing more to say. */
static const struct upstreams *begin_result(
	const struct ui *ui, const struct frame *frame, struct page *page)
{
	view_walk_head(ui, frame->number, NULL, page);
	if (!view_walk_was_read(ui, frame->number, page))
		return NULL;
	return errand_upstreams(ui->walk->errands[frame->number]);
}

static void fill_configuration(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct upstreams *upstreams = begin_result(ui, frame, page);
	bool read = upstreams && was_read(ui, upstreams, page);

	if (!upstreams)
		return;
	if (read)
		page_text(page,
			upstreams_found(upstreams)
				? ui_tr(ui, N_("These lines are at fault by themselves. The next "
					       "step tries what only a handshake can show."))
				: ui_tr(ui, N_("No line is at fault by itself. The next step tries "
					       "what only a handshake can show.")));
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
	page_item(page, NGINX_ANOTHER, ui_tr(ui, N_("Read another file, or the same once more")));
	offer_lines(ui, upstreams, page);
	if (read)
		add_faults(ui, upstreams, page);
}

/* ---- Handshakes ---- */

static const char *file_to_try(const struct ui *ui)
{
	const char *typed = ui->walk->files[WALK_CONFIGURATION];

	return typed ? typed : "/etc/nginx/nginx.conf";
}

static void fill_before(const struct ui *ui, const struct frame *frame, struct page *page)
{
	view_walk_head(ui, frame->number, NULL, page);
	page_text(page,
		ui_tr(ui,
			N_("tlsdoctor now connects to each upstream that the configuration names, "
			   "with the name, versions, cipher suites and certificates that nginx "
			   "would use. The upstreams see these connections from this "
			   "computer.")));
	page_gap(page);
	page_field(page, ui_tr(ui, N_("Configuration")), memory_text(file_to_try(ui)));
	page_gap(page);
	page_item(page, NGINX_SHAKE, ui_tr(ui, N_("Shake hands now")));
	page_item(page, NGINX_ANOTHER, ui_tr(ui, N_("Choose another configuration file")));
	view_walk_add_next(ui, frame->number, page);
	if (ui->notice)
		page_point(page, ui->notice_mark, memory_text(ui->notice));
}

static unsigned shake(struct ui *ui)
{
	const char *file = file_to_try(ui);

	if (!view_walk_may_read(ui, file))
		return UI_FILL;
	return read_configuration(ui, WALK_HANDSHAKES, file);
}

static unsigned choose_before(struct ui *ui, struct frame *frame, int action)
{
	return action == NGINX_SHAKE ? shake(ui) : choose_next(ui, frame, action);
}

static void add_look(const struct ui *ui, const struct nginx_look *look, struct page *page)
{
	const struct seen_handshake *seen = &look->evidence.handshake;
	int rung = guide_rung_of(nginx_look_stage(look));
	char *name = nginx_peer_name(look->peer);
	bool unknown = look->evidence.lookup.outcome == LOOKUP_FAILED;
	enum mark mark = rung >= GUIDE_RUNGS ? MARK_GOOD : unknown ? MARK_ASK : MARK_BAD;

	page_gap(page);
	page_point(page, mark,
		memory_format("%s  (%s:%d)", name, look->pass->directive->file,
			look->pass->directive->line));
	view_walk_detail(page, ui_tr(ui, N_("Handshake")),
		rung >= GUIDE_RUNGS
			? memory_text(ui_tr(ui, N_("comes to its end")))
			: ui_fill_text(ui,
				  /* TRANSLATORS: {rung} is one of: reach, hello, version, cipher,
				   * proof, keys, data. */
				  /* xgettext:no-c-format,perl-brace-format */
				  N_("breaks at: {rung}"),
				  (struct fill[]){ { "rung", guide_rung_name(ui->language, rung) },
					  { 0 } }));
	view_walk_detail(page, ui_tr(ui, N_("Name sent (SNI)")),
		memory_text(seen->sni ? seen->sni : ui_tr(ui, N_("none"))));
	if (seen->version_name)
		view_walk_detail(page, ui_tr(ui, N_("Chosen by it")),
			memory_format(
				"%s, %s", seen->version_name, seen->cipher ? seen->cipher : "-"));
	free(name);
}

static size_t add_looks(const struct ui *ui, const struct upstreams *upstreams, struct page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < upstreams->looks.count && count < LOOKS_SHOWN; i++) {
		const struct nginx_look *look = &upstreams->looks.items[i];

		if (!look->looked || !look->pass->encrypted)
			continue;
		add_look(ui, look, page);
		count++;
	}
	return count;
}

static void add_conclusion(
	const struct ui *ui, const struct upstreams *upstreams, struct page *page)
{
	if (upstreams_found(upstreams))
		page_text(page, ui_tr(ui, N_("Below stands each line that is at fault, and how it "
					     "would be right. Keep a copy of the file before you "
					     "change it.")));
	else if (upstreams_read_all(upstreams))
		page_point(page, MARK_GOOD,
			memory_text(ui_tr(ui, N_("No fault was found in this configuration."))));
	else
		page_point(page, MARK_ASK,
			memory_text(ui_tr(ui, N_("No fault was found in what could be read of this "
						 "configuration."))));
	if (upstreams->not_looked)
		page_point(page, MARK_ASK,
			memory_text(ui_tr(ui, N_("Not every upstream was contacted: there are too "
						 "many, or it took too long."))));
}

static void fill_handshakes(const struct ui *ui, const struct frame *frame, struct page *page)
{
	const struct upstreams *upstreams = begin_result(ui, frame, page);
	bool read = upstreams && was_read(ui, upstreams, page);

	if (!upstreams)
		return;
	if (read)
		add_conclusion(ui, upstreams, page);
	page_gap(page);
	view_walk_add_next(ui, frame->number, page);
	page_item(page, NGINX_AGAIN, ui_tr(ui, N_("Shake hands again")));
	page_item(page, NGINX_ANOTHER, ui_tr(ui, N_("Choose another configuration file")));
	offer_lines(ui, upstreams, page);
	if (!read)
		return;
	if (!add_looks(ui, upstreams, page)) {
		page_gap(page);
		page_text(page, ui_tr(ui, N_("This configuration connects to no upstream with "
					     "TLS.")));
	}
	add_faults(ui, upstreams, page);
}

static unsigned choose_handshakes(struct ui *ui, struct frame *frame, int action)
{
	return action == NGINX_AGAIN ? shake(ui) : choose_next(ui, frame, action);
}

const struct view_ops view_walk_configuration = {
	.name = "walk-configuration",
	.open = open_field,
	.fill = fill_field,
	.enter = enter_field,
	.choose = choose_next,
};

const struct view_ops view_walk_configuration_result = {
	.name = "walk-configuration-result",
	.fill = fill_configuration,
	.choose = choose_next,
};

const struct view_ops view_walk_handshakes = {
	.name = "walk-handshakes",
	.fill = fill_before,
	.choose = choose_before,
};

const struct view_ops view_walk_handshakes_result = {
	.name = "walk-handshakes-result",
	.fill = fill_handshakes,
	.choose = choose_handshakes,
};
