/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report for people: what a helpdesk pastes into a ticket. The answer first, then how it was found,
 * then the numbers.
 */
#include "report/formats.h"
#include "report/sheet.h"

#define COLUMNS_USUAL 80
#define COLUMNS_LEAST 30

static int usable_columns(int columns)
{
	if (columns <= 0)
		return COLUMNS_USUAL;
	return columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns;
}

static void add_rule(struct paper *paper)
{
	paper_gap(paper);
	paper_rule(paper);
}

static struct sheet new_sheet(const struct report_options *options)
{
	return (struct sheet){
		.paper = {
			.columns = usable_columns(options->columns),
			.color = options->color,
			.ascii = options->ascii,
		},
	};
}

static char *render_text(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct sheet sheet = new_sheet(options);

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			add_rule(&sheet.paper);
		sheet_session(&sheet, sessions[i], options->language);
		if (!options->second)
			continue;
		add_rule(&sheet.paper);
		sheet_session(&sheet, sessions[i], options->second);
	}
	if (!sheet.paper.buffer.length)
		buffer_add_char(&sheet.paper.buffer, '\n');
	return buffer_take(&sheet.paper.buffer);
}

static char *between(const struct report_options *options)
{
	struct sheet sheet = new_sheet(options);

	buffer_add_char(&sheet.paper.buffer, '\n');
	paper_rule(&sheet.paper);
	return buffer_take(&sheet.paper.buffer);
}

static const struct report_series series = {
	.open = "",
	.between = between,
	.close = "",
	.none = "\n",
};

const struct report_format report_text = {
	.id = "text",
	.render = render_text,
	.series = &series,
};
