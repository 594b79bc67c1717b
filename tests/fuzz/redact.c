/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "report/escape.h"
#include "session/redact.h"

static void run(const uint8_t *data, size_t size)
{
	static const struct redact_own own = { "deskbox", "anna", "/srv/people/anna" };
	struct redactor *redactor = redactor_new(&own);
	char *text = text_clean(data, size, TEXT_LINES, 0);
	char *changed = redactor_text(redactor, text);
	char *html = escape_html(changed);
	char *markdown = escape_markdown(changed);

	fuzz_promise(text_is_utf8(changed, strlen(changed)), "what is left is UTF-8");
	fuzz_promise(!strpbrk(html, "<>\"'"), "escaped HTML has no markup");
	fuzz_promise(text_is_utf8(markdown, strlen(markdown)), "escaped Markdown is UTF-8");
	text_drop_logins(text);
	fuzz_promise(text_is_utf8(text, strlen(text)), "a text without logins is UTF-8");
	free(markdown);
	free(html);
	free(changed);
	free(text);
	redactor_free(redactor);
}

const struct fuzz_target fuzz_redact = { .name = "redact", .run = run };
