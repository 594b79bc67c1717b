/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for tickets: the same as the text, for places that show Markdown. */
#include "report/formats.h"
#include "report/paper_kinds.h"
#include "report/sheet.h"

static char *render_markdown(
	const struct session *const *sessions, size_t count, const struct report_options *options)
{
	struct sheet sheet = {
		.paper = {
			.kind = &paper_markdown,
			.ascii = options->ascii,
			.last = -1,
			.ended = -1,
		},
	};

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			paper_rule(&sheet.paper);
		sheet_session(&sheet, sessions[i], options->language);
		if (!options->second)
			continue;
		paper_rule(&sheet.paper);
		sheet_session(&sheet, sessions[i], options->second);
	}
	if (!sheet.paper.buffer.length)
		buffer_add_char(&sheet.paper.buffer, '\n');
	return buffer_take(&sheet.paper.buffer);
}

const struct report_format report_markdown = {
	.id = "markdown",
	.render = render_markdown,
};
