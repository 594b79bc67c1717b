/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trouble with upstreams first, then visitors who were turned away, then noise; each group with its times, who it was, a
 * line to look at, what it means and the next step. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/server.h"
#include "report/logs.h"
#include "report/sheet.h"

#define COLUMNS_USUAL 80
#define NETWORKS_SHOWN 5
#define GROUPS_SHOWN 60

static char *meaning_of(
	const struct language *language, enum log_side side, const char *cause, const char *place)
{
	char id[LOG_NAME_MOST];

	log_finding_id(side, cause, id, sizeof(id));
	return guide_log_meaning(language, id, cause, place);
}

/* ---- Parts of a group ---- */

static char *bars_of(const struct log_group *group, bool ascii)
{
	static const char *const signs[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const plain[] = { ".", ":", "-", "=", "+", "*", "#", "@" };
	struct buffer bars = { 0 };
	uint64_t most = 1;
	int last = 0;

	for (int i = 0; i < LOG_BARS; i++) {
		most = group->bars[i] > most ? group->bars[i] : most;
		last = group->bars[i] ? i : last;
	}
	for (int i = 0; i <= last; i++) {
		size_t height = (size_t)((double)group->bars[i] * 7 / (double)most + 0.5);

		if (group->bars[i])
			buffer_add_text(&bars, ascii ? plain[height] : signs[height]);
		else
			buffer_add_char(&bars, '_');
	}
	return buffer_take(&bars);
}

static void add_times(struct sheet *sheet, const struct log_group *group)
{
	char *first, *last, *bars, *span;

	if (group->first_s < 0)
		return;
	first = i18n_date_time(sheet->language, group->first_s);
	last = i18n_date_time(sheet->language, group->last_s);
	sheet_field(sheet, INDENT, tr(sheet->language, N_("First and last")),
		memory_format("%s - %s", first, last));
	free(first);
	free(last);
	if (group->count < 2)
		return;
	bars = bars_of(group, sheet->paper.ascii);
	span = i18n_span(sheet->language, group->bar_s);
	sheet_field(sheet, INDENT, tr(sheet->language, N_("Over time")),
		i18n_fill(
			/* xgettext:no-c-format,perl-brace-format */
			tr(sheet->language, N_("{bars}  (one sign: {span})")),
			(struct fill[]){ { "bars", bars }, { "span", span }, { NULL, NULL } }));
	free(bars);
	free(span);
}

static char *network_text(const struct sheet *sheet, const struct log_network *network)
{
	char *count = i18n_number(sheet->language, (int64_t)network->count);
	char *text;

	if (network->agent[0])
		text = memory_format("%s: %s, \"%s\"", network->name, count, network->agent);
	else
		text = memory_format("%s: %s", network->name, count);
	free(count);
	return text;
}

static void add_networks(struct sheet *sheet, const struct log_group *group)
{
	struct buffer list = { 0 };

	if (group->side == LOG_UPSTREAM)
		return;
	for (size_t i = 0; i < group->network_count && i < NETWORKS_SHOWN; i++) {
		char *one = network_text(sheet, &group->networks[i]);

		buffer_add_format(&list, "%s%s", i ? "; " : "", one);
		free(one);
	}
	if (list.length)
		sheet_field(
			sheet, INDENT, tr(sheet->language, N_("From where")), buffer_take(&list));
	else
		buffer_free(&list);
}

static void add_next_step(struct sheet *sheet, const struct log_group *group)
{
	if (group->kind == LOG_PLAIN)
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language,
				N_("Mostly those are robots, or links that begin with http:// and "
				   "name the port of HTTPS.")));
	else if (group->kind == LOG_NOISE)
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language,
				N_("Port scans and robots leave such lines behind every day. It is "
				   "a "
				   "problem only when visitors complain at the same time.")));
	else if (group->side == LOG_UPSTREAM)
		paper_text(&sheet->paper, INDENT, INK_PLAIN,
			tr(sheet->language, N_("Which line of an nginx configuration is at fault, "
					       "this tells:")));
	if (group->side == LOG_UPSTREAM)
		paper_verbatim(
			&sheet->paper, 2 * INDENT, "tlsdoctor upstreams /etc/nginx/nginx.conf");
}

static void add_group(struct sheet *sheet, const struct log_group *group)
{
	char *title = meaning_of(sheet->language, group->side, group->cause, group->place);
	char *count = i18n_number(sheet->language, (int64_t)group->count);

	paper_gap(&sheet->paper);
	sheet_marked(sheet, 0,
		group->kind != LOG_REAL
			? VERDICT_NOTE
			: (group->side == LOG_UPSTREAM ? VERDICT_FAIL : VERDICT_WARN),
		title);
	sheet_field(sheet, INDENT, tr(sheet->language, N_("How often")), count);
	add_times(sheet, group);
	add_networks(sheet, group);
	sheet_field(sheet, INDENT, tr(sheet->language, N_("For example")),
		memory_format("%s:%llu", group->file, (unsigned long long)group->line));
	if (group->sample)
		paper_verbatim(&sheet->paper, 2 * INDENT, group->sample);
	add_next_step(sheet, group);
}

/* ---- The whole ---- */

static const char *heading_of(const struct language *language, const struct log_group *group)
{
	if (group->side == LOG_UPSTREAM)
		return tr(language,
			N_("Trouble with upstreams: this server could not connect to another one"));
	if (group->kind == LOG_REAL)
		return tr(language, N_("Visitors who did not get in"));
	return tr(language, N_("Noise: scanners, robots, programs that gave up"));
}

static void add_groups(struct sheet *sheet, const struct log_book *book)
{
	const char *heading = NULL;

	for (size_t i = 0; i < book->group_count && i < GROUPS_SHOWN; i++) {
		const char *own = heading_of(sheet->language, &book->groups[i]);

		if (own != heading)
			sheet_heading(sheet, own);
		heading = own;
		add_group(sheet, &book->groups[i]);
	}
}

static void add_head(struct sheet *sheet, const struct log_book *book)
{
	char *failures = i18n_number(sheet->language, (int64_t)book->failures);
	char *lines = i18n_number(sheet->language, (int64_t)book->lines);

	sheet_text(sheet, 0, INK_STRONG,
		i18n_fill(tr(sheet->language,
				  /* xgettext:no-c-format,perl-brace-format */
				  N_("Failed TLS handshakes: {failures}. Lines read: {lines}.")),
			(struct fill[]){
				{ "failures", failures },
				{ "lines", lines },
				{ NULL, NULL },
			}));
	free(failures);
	free(lines);
}

char *report_logs_text(const struct logs *logs, const struct report_options *options)
{
	struct sheet sheet = {
		.paper = {
			.columns = options->columns > 0 ? options->columns : COLUMNS_USUAL,
			.color = options->color,
			.ascii = options->ascii,
		},
		.language = options->language,
	};

	/* Where nothing could be read, there is nothing to say of it. */
	if (logs->problem_count && !logs->book.lines)
		return memory_text("");
	add_head(&sheet, &logs->book);
	if (!logs->book.group_count)
		paper_text(&sheet.paper, 0, INK_PLAIN,
			tr(options->language,
				N_("No line tells of a TLS handshake that failed. nginx notes the "
				   "failures of visitors only when error_log has the level "
				   "info.")));
	add_groups(&sheet, &logs->book);
	return buffer_take(&sheet.paper.buffer);
}

char *report_logs_line(const struct log_line *line, const struct language *language)
{
	char *title = meaning_of(language, line->side, line->cause, line->upstream);
	char *when = line->time_s >= 0 ? i18n_date_time(language, line->time_s) : memory_text("-");
	char *text = memory_format(
		"%s  %s  %s\n", when, line->client[0] ? line->client : "-", title);

	free(when);
	free(title);
	return text;
}
