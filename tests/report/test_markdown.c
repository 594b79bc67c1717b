/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a ticket system makes of the report, by the reference program of GitHub's dialect. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "report/escape.h"
#include "report/paper_kinds.h"
#include "report/sample.h"
#include "support/command.h"

static void with_utf8(void)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(report_markdown, .init = with_utf8);

static char *as_markdown(struct session *session, const char *code, const char *second)
{
	const struct report_options options = {
		.language = language_by_name(code),
		.second = second ? language_by_name(second) : NULL,
	};
	const struct session *sessions[] = { session };
	char *text = report_format("markdown")->render(sessions, 1, &options);

	sample_free(session);
	return text;
}

/* MARKDOWN as HTML, with HTML let through: the worst that a ticket system can do. The caller frees both. */
static struct command shown(const char *markdown)
{
	char path[] = "/tmp/tlsdoctor-markdown-XXXXXX";
	int fd = mkstemp(path);
	char *argv[] = { (char *)"cmark-gfm", (char *)"--unsafe", (char *)"-e", (char *)"table",
		(char *)"-e", (char *)"autolink", (char *)"-e", (char *)"strikethrough", path,
		NULL };
	struct command command;

	cr_assert(fd >= 0);
	close(fd);
	cr_assert_eq(file_write(path, markdown, strlen(markdown)), 0);
	command_run(argv, 60000, &command);
	unlink(path);
	cr_assert_eq(command.status, 0, "status %d of cmark-gfm (is it installed?): %s",
		command.status, command.err);
	return command;
}

static void holds(const char *text, const char *part)
{
	cr_expect(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	cr_expect(!strstr(text, part), "\"%s\" in:\n%s", part, text);
}

/* TEXT, escaped and put into a paragraph, is that paragraph and nothing else. */
static void stays(const char *text)
{
	char *markdown = escape_markdown(text);
	struct command command = shown(markdown);
	char *html = escape_html(text);
	char *plain = strdup(command.out);
	char *comment;

	while ((comment = strstr(plain, "<!-- -->")))
		memmove(comment, comment + 8, strlen(comment + 8) + 1);
	/* cmark leaves apostrophes alone. */
	while ((comment = strstr(html, "&#39;"))) {
		*comment = '\'';
		memmove(comment + 1, comment + 5, strlen(comment + 5) + 1);
	}
	cr_expect(!strncmp(plain, "<p>", 3) && !strncmp(plain + 3, html, strlen(html)) &&
			  !strcmp(plain + 3 + strlen(html), "</p>\n"),
		"%s became %s", text, command.out);
	free(plain);
	free(html);
	command_free(&command);
	free(markdown);
}

Test(report_markdown, an_escaped_text_is_shown_as_it_is)
{
	static const char *const texts[] = { "# no heading", "- no list", "+ no list", "1. no list",
		"12) no list", "> no quotation", "---",
		"===", "*no* **stress** _here_ __or__ there", "`no code` ``nor here``",
		"[no](http://evil.example) link", "![no](http://evil.example/x)",
		"<http://evil.example>", "http://evil.example/x", "https://evil.example",
		"www.evil.example", "mailto:a@b.example", "somebody@evil.example",
		"xmpp:a@b.example/c", "@everybody", "<b>bold</b>", "<script>alert(1)</script>",
		"<!-- hidden", "&lt; &copy;", "a | b | c", "~~gone~~", "back\\slash \\* \\", "$x$",
		"TLS_AES_128_GCM_SHA256", "192.0.2.1:8443", "[ref]: http://evil.example",
		"_start and end_", "|---|", "a_ _b" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		stays(texts[i]);
}

Test(report_markdown, nothing_from_outside_becomes_markup)
{
	char *markdown = as_markdown(sample_markup(), "en", NULL);
	struct command command = shown(markdown);

	lacks(command.out, "<a ");
	lacks(command.out, "<script");
	lacks(command.out, "<img");
	lacks(command.out, "<b>");
	lacks(command.out, "<h1>evil");
	holds(command.out, "&lt;script&gt;alert(1)&lt;/script&gt;");
	command_free(&command);
	free(markdown);
}

Test(report_markdown, headings_lists_and_steps_come_out)
{
	char *markdown = as_markdown(sample_expired(), "en", NULL);
	struct command command = shown(markdown);

	holds(command.out, "<h1>TLS report for shop.example:8443</h1>");
	holds(command.out, "<h2>What to do</h2>\n<ol>\n<li>");
	holds(command.out, "<li><strong>Who can fix it:</strong> The owner of the website.");
	holds(command.out, "<h3>1. ");
	holds(command.out, "<li>✗ ");
	holds(command.out, "<li>+ ");
	command_free(&command);
	free(markdown);
}

Test(report_markdown, a_command_can_not_end_its_fence)
{
	struct paper paper = { .kind = &paper_markdown, .last = -1, .ended = -1 };
	struct command command;

	paper_verbatim(&paper, 0, "echo\n```\n<script>\n````\n# heading");
	command = shown(paper.buffer.bytes);
	cr_expect_str_eq(command.out,
		"<pre><code>echo\n```\n&lt;script&gt;\n````\n# heading\n</code></pre>\n", "%s",
		command.out);
	command_free(&command);
	buffer_free(&paper.buffer);
}

Test(report_markdown, two_lists_of_one_kind_stay_two)
{
	struct paper paper = { .kind = &paper_markdown, .last = -1, .ended = -1 };
	struct command command;

	paper_field(&paper, 2, 24, INK_PLAIN, "One", "1");
	paper_gap(&paper);
	paper_field(&paper, 2, 24, INK_PLAIN, "Two", "2");
	command = shown(paper.buffer.bytes);
	cr_expect_str_eq(command.out,
		"<ul>\n<li><strong>One:</strong> 1</li>\n</ul>\n<!-- -->\n<ul>\n"
		"<li><strong>Two:</strong> 2</li>\n</ul>\n",
		"%s", command.out);
	command_free(&command);
	buffer_free(&paper.buffer);
}

Test(report_markdown, what_belongs_to_an_item_stands_in_it)
{
	struct paper paper = { .kind = &paper_markdown, .last = -1, .ended = -1 };
	struct command command;

	paper_item(&paper, 2, (struct item){ .point = POINT_NUMBER, .number = 1 }, "First");
	paper_text(&paper, 5, INK_PLAIN, "How");
	paper_verbatim(&paper, 7, "do it");
	paper_item(&paper, 2, (struct item){ .point = POINT_NUMBER, .number = 2 }, "Second");
	paper_text(&paper, 2, INK_PLAIN, "After");
	command = shown(paper.buffer.bytes);
	cr_expect_str_eq(command.out,
		"<ol>\n<li>\n<p>First</p>\n<p>How</p>\n<pre><code>do it\n</code></pre>\n</li>\n"
		"<li>\n<p>Second</p>\n</li>\n</ol>\n<p>After</p>\n",
		"%s", command.out);
	command_free(&command);
	buffer_free(&paper.buffer);
}

Test(report_markdown, the_client_and_the_server_stand_in_a_table)
{
	static const char *const heads[] = { "Client", "Server" };
	static const enum verdict marks[] = { VERDICT_PASS, VERDICT_SKIPPED };
	struct paper paper = { .kind = &paper_markdown, .last = -1, .ended = -1 };
	struct command command;

	paper_table(&paper, 2, heads, "Names");
	paper_row(&paper, 2, heads, marks, "a | b\n| c");
	command = shown(paper.buffer.bytes);
	holds(command.out, "<th>Names</th>");
	holds(command.out, "<td>a | b | c</td>");
	command_free(&command);
	buffer_free(&paper.buffer);
}

Test(report_markdown, the_second_language_stands_below_the_first)
{
	char *markdown = as_markdown(sample_expired(), "en", "nl");
	const char *first = strstr(markdown, "# TLS report for");
	const char *second = first ? strstr(first, "\n---\n\n# TLS-rapport") : NULL;

	cr_expect(second, "%s", markdown);
	free(markdown);
}
