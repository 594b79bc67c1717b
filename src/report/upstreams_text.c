/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each fault with its place, its line, what is wrong with it and how it would be right; then how far each upstream's
 * handshake got; then how to make the change safely. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/server.h"
#include "report/sheet.h"
#include "report/upstreams.h"

#define COLUMNS_USUAL 80
#define LADDERS_MOST 50

/* ---- Faults ---- */

static char *sentence_of(const struct sheet *sheet, const struct nginx_fault *fault)
{
	struct finding finding = {
		.id = fault->kind->id,
		.check = "nginx",
		.verdict = fault->kind->verdict,
		.facts = fault->facts,
	};

	return guide_finding(sheet->language, &finding);
}

static void add_change(struct sheet *sheet, const struct nginx_fault *fault)
{
	if (!fault->better)
		return;
	paper_text(&sheet->paper, 2 * INDENT, INK_PLAIN,
		guide_correction(sheet->language, (int)fault->change));
	if (*fault->better)
		paper_verbatim(&sheet->paper, 3 * INDENT, fault->better);
}

static void add_fault(struct sheet *sheet, const struct nginx_fault *fault)
{
	paper_gap(&sheet->paper);
	sheet_marked(
		sheet, 0, fault->kind->verdict, memory_format("%s:%d", fault->file, fault->line));
	if (fault->written)
		paper_verbatim(&sheet->paper, 3 * INDENT, fault->written);
	sheet_text(sheet, INDENT, INK_PLAIN, sentence_of(sheet, fault));
	add_change(sheet, fault);
}

static bool is_fault(const struct nginx_fault *fault)
{
	return fault->kind->verdict == VERDICT_FAIL || fault->kind->verdict == VERDICT_WARN;
}

static void add_faults(struct sheet *sheet, const struct upstreams *upstreams)
{
	bool remarked = false;

	for (size_t i = 0; i < upstreams->faults.count; i++)
		if (is_fault(&upstreams->faults.items[i]))
			add_fault(sheet, &upstreams->faults.items[i]);
	for (size_t i = 0; i < upstreams->faults.count; i++) {
		if (is_fault(&upstreams->faults.items[i]))
			continue;
		if (!remarked)
			sheet_heading(sheet,
				tr(sheet->language, N_("Not wrong, or it could not be checked")));
		remarked = true;
		add_fault(sheet, &upstreams->faults.items[i]);
	}
}

/* ---- Ladders ---- */

static enum verdict rung_verdict(const struct nginx_look *look, int rung)
{
	enum stage stage = nginx_look_stage(look);
	int at = guide_rung_of(stage);

	if (rung < at)
		return VERDICT_PASS;
	if (rung > at)
		return VERDICT_NOT_REACHED;
	return look->evidence.lookup.outcome == LOOKUP_FAILED ? VERDICT_UNKNOWN : VERDICT_FAIL;
}

static void add_ladder(struct sheet *sheet, const struct nginx_look *look)
{
	const struct seen_handshake *seen = &look->evidence.handshake;
	char *name = nginx_peer_name(look->peer);
	struct buffer line = { 0 };
	enum ink ink;

	paper_gap(&sheet->paper);
	sheet_text(sheet, INDENT, INK_PLAIN,
		memory_format("%s  (%s:%d)", name, look->pass->directive->file,
			look->pass->directive->line));
	for (int rung = 0; rung < GUIDE_RUNGS; rung++)
		buffer_add_format(&line, "%s%s %s", rung ? "   " : "",
			guide_rung_name(sheet->language, rung),
			paper_mark(&sheet->paper, rung_verdict(look, rung), &ink));
	sheet_text(sheet, 2 * INDENT, INK_PLAIN, buffer_take(&line));
	sheet_field(sheet, 2 * INDENT, tr(sheet->language, N_("Name sent (SNI)")),
		memory_text(seen->sni ? seen->sni : "-"));
	if (seen->version_name)
		sheet_field(sheet, 2 * INDENT, tr(sheet->language, N_("Chosen by it")),
			memory_format("%s, %s%s%s", seen->version_name,
				seen->cipher ? seen->cipher : "-", seen->group ? ", " : "",
				seen->group ? seen->group : ""));
	free(name);
}

static void add_ladders(struct sheet *sheet, const struct upstreams *upstreams)
{
	size_t count = 0;

	for (size_t i = 0; i < upstreams->looks.count && count < LADDERS_MOST; i++) {
		const struct nginx_look *look = &upstreams->looks.items[i];

		if (!look->looked || !look->pass->encrypted)
			continue;
		if (!count++)
			sheet_heading(sheet,
				tr(sheet->language, N_("How far the handshake with each upstream "
						       "got, done as this nginx does it")));
		add_ladder(sheet, look);
	}
}

/* ---- How to make the change ---- */

static void add_advice(struct sheet *sheet, const struct upstreams *upstreams)
{
	const char *text, *command;
	char lead[16];

	if (!upstreams_found(upstreams))
		return;
	sheet_heading(sheet, tr(sheet->language, N_("How to change it safely")));
	for (size_t i = 0; (text = guide_confirming(sheet->language, i, &command)); i++) {
		int wide = snprintf(lead, sizeof(lead), "%zu. ", i + 1);

		paper_lead(&sheet->paper, INDENT, lead, INK_PLAIN, text);
		if (command)
			paper_verbatim(&sheet->paper, 2 * INDENT + wide, command);
	}
}

/* ---- The whole ---- */

static void add_head(struct sheet *sheet, const struct upstreams *upstreams)
{
	const struct nginx_version *version = &upstreams->version;
	char number[48];

	sheet_text(sheet, 0, INK_STRONG,
		sheet_fill(sheet,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The nginx configuration {file}"), "file",
			upstreams->conf.file_count ? upstreams->conf.files[0] : upstreams->file));
	snprintf(
		number, sizeof(number), "%d.%d.%d", version->major, version->minor, version->patch);
	if (version->major || version->minor)
		sheet_text(sheet, 0, INK_PLAIN,
			sheet_fill(sheet,
				/* xgettext:no-c-format,perl-brace-format */
				N_("Where it says nothing, the usual values of nginx {version} "
				   "count."),
				"version", number));
	else
		paper_text(&sheet->paper, 0, INK_PLAIN,
			tr(sheet->language,
				N_("The version of nginx is not known, so the usual values of "
				   "today's versions count. Name it with --nginx-version.")));
}

static bool any_looked(const struct nginx_looks *looks)
{
	for (size_t i = 0; i < looks->count; i++)
		if (looks->items[i].looked)
			return true;
	return false;
}

static void add_verdict(struct sheet *sheet, const struct upstreams *upstreams)
{
	if (!upstreams_found(upstreams)) {
		paper_gap(&sheet->paper);
		if (upstreams_read_all(upstreams))
			sheet_marked(sheet, 0, VERDICT_PASS,
				memory_text(tr(sheet->language,
					N_("No fault was found in this configuration."))));
		else
			sheet_marked(sheet, 0, VERDICT_UNKNOWN,
				memory_text(tr(sheet->language,
					N_("No fault was found in what could be read of this "
					   "configuration."))));
	}
	if (upstreams->looks.count && !any_looked(&upstreams->looks))
		sheet_marked(sheet, 0, VERDICT_UNKNOWN,
			memory_text(tr(sheet->language,
				N_("No upstream was contacted: only the text was judged."))));
	if (upstreams->not_looked && any_looked(&upstreams->looks))
		sheet_marked(sheet, 0, VERDICT_UNKNOWN,
			memory_text(tr(sheet->language,
				N_("Not every upstream was contacted: there are too many, or it "
				   "took too long."))));
}

char *report_upstreams_text(const struct upstreams *upstreams, const struct report_options *options)
{
	struct sheet sheet = {
		.paper = {
			.columns = options->columns > 0 ? options->columns : COLUMNS_USUAL,
			.color = options->color,
			.ascii = options->ascii,
		},
		.language = options->language,
	};

	add_head(&sheet, upstreams);
	add_verdict(&sheet, upstreams);
	add_faults(&sheet, upstreams);
	add_ladders(&sheet, upstreams);
	add_advice(&sheet, upstreams);
	return buffer_take(&sheet.paper.buffer);
}
