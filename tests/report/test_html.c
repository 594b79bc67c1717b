/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file that is valid, fetches nothing, lets nothing in from outside, and can be read by everybody. */
#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "report/escape.h"
#include "report/html_style.h"
#include "report/sample.h"
#include "support/command.h"

static void with_utf8(void)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(report_html, .init = with_utf8);

static char *as_html(struct session *session, const char *code, const char *second)
{
	const struct report_options options = {
		.language = language_by_name(code),
		.second = second ? language_by_name(second) : NULL,
	};
	const struct session *sessions[] = { session };
	char *html = report_format("html")->render(sessions, 1, &options);

	sample_free(session);
	return html;
}

static void holds(const char *text, const char *part)
{
	cr_expect(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	cr_expect(!strstr(text, part), "\"%s\" in:\n%s", part, text);
}

Test(report_html, what_means_something_in_html_is_escaped)
{
	char *escaped = escape_html("<a href=\"x\" b='y'>&amp;");

	cr_expect_str_eq(
		escaped, "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;", "%s", escaped);
	free(escaped);
}

Test(report_html, nothing_from_outside_becomes_markup)
{
	char *html = as_html(sample_markup(), "en", NULL);

	lacks(html, "<script");
	lacks(html, "<img");
	lacks(html, "<b>");
	lacks(html, "</style><");
	holds(html, "&lt;script&gt;alert(1)&lt;/script&gt;");
	holds(html, "&lt;img src=x onerror=alert(1)&gt;");
	free(html);
}

Test(report_html, it_fetches_nothing_and_runs_nothing)
{
	static const char *const never[] = { "<script", "<link", "<iframe", "<object", "<img",
		" src=", " href=", " on", "url(", "@import", "http-equiv=\"refresh\"",
		"javascript:" };
	char *html = as_html(sample_expired(), "en", NULL);
	const char *body = strstr(html, "<style>");

	holds(html, "Content-Security-Policy\" content=\"default-src 'none'");
	cr_assert(body);
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		const char *found = strstr(html, never[i]);

		/* " on" is a word as well; an attribute stands inside a tag. */
		if (found && !strcmp(never[i], " on"))
			continue;
		cr_expect_null(found, "%s", found);
	}
	free(html);
}

/* ---- Valid ---- */

static void is_valid(struct session *session, const char *code, const char *second)
{
	char path[] = "/tmp/tlsdoctor-html-XXXXXX";
	int fd = mkstemp(path);
	char *argv[] = { (char *)"tidy", (char *)"-q", (char *)"-e", (char *)"-utf8", path, NULL };
	char *html = as_html(session, code, second);
	struct command command;

	cr_assert(fd >= 0);
	close(fd);
	cr_assert_eq(file_write(path, html, strlen(html)), 0);
	command_run(argv, 60000, &command);
	cr_expect_eq(command.status, 0, "%s %s: status %d of tidy (is it installed?)\n%s%s", code,
		second ? second : "", command.status, command.out, command.err);
	command_free(&command);
	unlink(path);
	free(html);
}

Test(report_html, it_is_valid)
{
	for (size_t i = 0; language_at(i); i++) {
		const char *code = language_code(language_at(i));

		is_valid(sample_expired(), code, NULL);
		is_valid(sample_clients(), code, "ja");
	}
	is_valid(sample_no_name(), "en", "nl");
	is_valid(sample_markup(), "en", NULL);
	is_valid(sample_hostile(), "en", "tl");
}

/* ---- For everybody ---- */

Test(report_html, headings_stand_in_order)
{
	char *html = as_html(sample_expired(), "en", NULL);
	int before = 0;

	for (const char *at = html; (at = strstr(at, "<h")); at++) {
		int level = at[2] - '0';

		if (level < 1 || level > 6)
			continue;
		cr_expect(level <= before + 1, "h%d after h%d: %.60s", level, before, at);
		cr_expect(level > 1 || before == 0, "one title alone");
		before = level;
	}
	cr_expect_gt(before, 0);
	free(html);
}

Test(report_html, marks_and_pictures_have_words)
{
	char *html = as_html(sample_expired(), "en", NULL);

	for (const char *at = html; (at = strstr(at, "class=\"mark ")); at++)
		cr_expect(strstr(at, "role=\"img\" aria-label=\"") < strchr(at, '>'), "%.80s", at);
	holds(html, "<svg class=\"ladder\"");
	holds(html, "role=\"img\" aria-label=\"reach: OK, hello: OK, version: OK, cipher: OK, "
		    "proof: PROBLEM, keys: not reached, data: not reached\"");
	holds(html, "role=\"img\" aria-label=\"DNS 3 ms, TCP 20 ms, TLS 41 ms\"");
	free(html);
}

Test(report_html, each_language_says_which_it_is)
{
	char *html = as_html(sample_expired(), "nl", "ja");

	holds(html, "<html lang=\"nl\">");
	holds(html, "<div lang=\"nl\">\n<h1>TLS-rapport");
	holds(html, "<div lang=\"ja\">\n<p class=\"title\">");
	free(html);
}

Test(report_html, it_has_all_that_the_text_has)
{
	static const char *const parts[] = { "TLS report for shop.example:8443", "How sure",
		"Who can fix it", "<h2>What to do</h2>", "<h2>Why I think so</h2>",
		"<h2>Other possible causes</h2>", "<h2>A message to send them</h2>",
		"<h2>How far the handshake got</h2>", "<h2>The twelve steps</h2>",
		"<h2>Technical details</h2>" };
	char *html = as_html(sample_expired(), "en", NULL);
	char *clients = as_html(sample_clients(), "en", NULL);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		holds(html, parts[i]);
	holds(clients, "<h2>Which programs can connect</h2>");
	free(clients);
	free(html);
}

/* ---- Contrast (WCAG 2.2, "relative luminance" and "contrast ratio") ---- */

static double linear(int part)
{
	double value = part / 255.0;

	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* The luminance of the colour --NAME in STYLE, from its first occurrence on. */
static double luminance(const char *style, const char *name)
{
	char *variable = memory_format("--%s: #", name);
	const char *at = strstr(style, variable);
	unsigned red, green, blue;

	cr_assert(at, "no %s", variable);
	cr_assert_eq(
		sscanf(at + strlen(variable), "%2x%2x%2x", &red, &green, &blue), 3, "%.20s", at);
	free(variable);
	return 0.2126 * linear((int)red) + 0.7152 * linear((int)green) + 0.0722 * linear((int)blue);
}

static double contrast(const char *style, const char *one, const char *other)
{
	double a = luminance(style, one);
	double b = luminance(style, other);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static void can_be_read(const char *style, const char *what)
{
	static const char *const words[] = { "text", "soft", "pass", "warn", "fail", "unknown" };
	static const char *const lines[] = { "line", "bar" };
	static const char *const grounds[] = { "page", "code" };

	for (size_t g = 0; g < 2; g++) {
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			cr_expect_geq(contrast(style, words[i], grounds[g]), 4.5,
				"%s: %s on %s: %f", what, words[i], grounds[g],
				contrast(style, words[i], grounds[g]));
	}
	for (size_t i = 0; i < 2; i++)
		cr_expect_geq(contrast(style, lines[i], "page"), 3.0, "%s: %s: %f", what, lines[i],
			contrast(style, lines[i], "page"));
}

Test(report_html, words_stand_out_from_the_page_light_and_dark)
{
	const char *dark = strstr(html_style, "prefers-color-scheme: dark");

	cr_assert(dark);
	can_be_read(html_style, "light");
	can_be_read(dark, "dark");
}
