/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is any text left out of the catalogues, and does any layout break when texts are longer? Every page is filled in a
 * language that nobody speaks (tests/ui/pseudo.awk): each of its texts stands in brackets and is longer by 40 %.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <locale.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "i18n/cells.h"
#include "ui/fake_session.h"
#include "ui/layout.h"
#include "ui/model.h"
#include "ui/view_message.h"
#include "ui/view_sides.h"
#include "ui/view_walk.h"
#include "ui/wizard.h"

/* ---- A wizard without a terminal ---- */

static const char *practice_at(size_t index)
{
	static const char *const faults[] = { "healthy", "expired", "sni-required" };

	return index < 3 ? faults[index] : NULL;
}

static char *report(void *context, const struct session *session, const struct language *language,
	const struct ui_report *wish)
{
	(void)context;
	(void)session;
	(void)wish;
	return memory_text(tr(language, "Report"));
}

struct theatre {
	struct ui ui;
	struct ui_options options;
	struct ui_hooks hooks;
	const char *shown; /* which page, for messages */
};

static void raise_curtain(struct theatre *theatre, const char *subject)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	*theatre = (struct theatre){ 0 };
	theatre->hooks = (struct ui_hooks){ .practice_at = practice_at, .report = report };
	theatre->options = (struct ui_options){ .hooks = &theatre->hooks };
	theatre->options.language = language_by_name("xx");
	cr_assert(theatre->options.language, "no pseudo language");
	theatre->options.budget = budget_new();
	settings_init(&theatre->options.settings);
	theatre->options.opened = subject ? fake_session(subject, theatre->options.budget) : NULL;
	ui_open(&theatre->ui, &theatre->options);
}

static void drop_curtain(struct theatre *theatre)
{
	ui_close(&theatre->ui);
	settings_free(&theatre->options.settings);
	budget_free(theatre->options.budget);
}

/* ---- What may stand there ---- */

/* What stands outside of all brackets. */
static char *outside(const char *text)
{
	char *rest = memory_text(text), *out = rest;
	int depth = 0;

	for (const char *c = text; *c; c++) {
		if (*c == '[')
			depth++;
		if (!depth)
			*out++ = *c;
		if (*c == ']' && depth)
			depth--;
	}
	*out = '\0';
	return rest;
}

/* Data is no sentence: names, numbers, commands have none of these. */
static bool speaks_english(const char *text)
{
	static const char *const words[] = { " the ", " is ", " of ", " and ", " not ", " this ",
		" to ", " from ", " with ", " was ", " are ", " your ", " you ", " it " };
	char *rest = outside(text), *padded = memory_format(" %s ", rest);
	bool english = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		english = english || strstr(padded, words[i]);
	free(padded);
	free(rest);
	return english;
}

/* What is the same in every language. */
static bool is_name(const char *text)
{
	if (strstr(text, "Language /") || strcmp(text, "tlsdoctor") == 0)
		return true;
	for (size_t i = 0; language_at(i); i++)
		if (strcmp(text, language_own_name(language_at(i))) == 0)
			return true;
	for (size_t i = 0; guide_fix_at(i); i++) {
		const char *server = guide_fix_server(language_english(), guide_fix_at(i));

		if (server && strcmp(text, server) == 0)
			return true;
	}
	return false;
}

/* Texts that the program itself says: they need brackets. Points and fields may be data alone. */
static bool needs_brackets(const struct block *block)
{
	return block->kind == BLOCK_HEADING || block->kind == BLOCK_TEXT ||
	       block->kind == BLOCK_ITEM;
}

static void look_at_block(const struct theatre *theatre, const struct block *block)
{
	if (block->kind == BLOCK_GAP || block->kind == BLOCK_LITERAL || block->kind == BLOCK_INPUT)
		return;
	cr_expect(!speaks_english(block->text), "%s: English: %s", theatre->shown, block->text);
	if (needs_brackets(block) && !is_name(block->text))
		cr_expect(strchr(block->text, '['), "%s: not translated: %s", theatre->shown,
			block->text);
	if (block->label)
		cr_expect(!speaks_english(block->label), "%s: English: %s", theatre->shown,
			block->label);
}

static void look_at_words(const struct theatre *theatre, const struct page *page)
{
	for (size_t i = 0; i < page->count; i++)
		look_at_block(theatre, &page->blocks[i]);
	for (size_t i = 0; i < page->command_count; i++) {
		cr_expect(page->commands[i].text[0] == '[', "%s: command: %s", theatre->shown,
			page->commands[i].text);
		cr_expect(page->commands[i].brief[0] == '[', "%s: command: %s", theatre->shown,
			page->commands[i].brief);
	}
	if (page->side)
		look_at_words(theatre, page->side);
}

/* ---- Where it stands ---- */

static size_t dense(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length && text[i]; i++)
		count += text[i] != ' ' && text[i] != '\n';
	return count;
}

/* Nothing is wider than the page, and no sign is lost between rows. */
static void look_at_rows(const struct theatre *theatre, const struct page *page, int columns)
{
	struct layout layout = { 0 };

	layout_make(&layout, page, columns);
	for (size_t i = 0; i < page->count; i++) {
		const struct block *block = &page->blocks[i];
		size_t count, first = layout_first(&layout, block, &count), shown = 0, named = 0;

		if (block->kind == BLOCK_INPUT || block->kind == BLOCK_GAP)
			continue;
		for (size_t k = first; k < first + count; k++) {
			const struct row *row = &layout.rows[k];
			const char *text = (row->label ? block->label : block->text) + row->start;
			int wide = cells_wide(text, row->length);

			shown += row->label ? 0 : dense(text, row->length);
			named += row->label ? dense(text, row->length) : 0;
			cr_expect(row->column + wide <= columns, "%s at %d: too wide: %.*s",
				theatre->shown, columns, (int)row->length, text);
		}
		cr_expect_eq(shown, dense(block->text, SIZE_MAX), "%s at %d: cut off: %s",
			theatre->shown, columns, block->text);
		cr_expect(!named || named == dense(block->label, SIZE_MAX), "%s at %d: cut off: %s",
			theatre->shown, columns, block->label);
	}
	layout_free(&layout);
}

static void look(struct theatre *theatre, const char *shown)
{
	static const int columns[] = { 22, 38, 58, 78, 118, 298 };
	struct page page = { 0 };

	theatre->shown = shown;
	ui_fill(&theatre->ui, &page);
	look_at_words(theatre, &page);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		look_at_rows(theatre, &page, columns[i]);
		if (page.side)
			look_at_rows(theatre, page.side, columns[i]);
	}
	page_free(&page);
}

static void look_at_view(struct theatre *theatre, const struct view_ops *view, int number,
	const char *about, const void *subject)
{
	ui_push(&theatre->ui, view, number, about, subject);
	look(theatre, view->name);
	ui_pop(&theatre->ui);
}

/* ---- The pages ---- */

Test(pseudo, pages_before_a_check, .timeout = 300)
{
	static const struct view_ops *const views[] = { &view_address, &view_where, &view_help,
		&view_words, &view_language, &view_second, &view_saved, &view_practice,
		&view_search, &view_message, &view_quit, &view_faqs };
	struct theatre theatre;

	raise_curtain(&theatre, NULL);
	look(&theatre, "home");
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		look_at_view(&theatre, views[i], 0, NULL, NULL);
	for (size_t i = 0; guide_term_at(i); i++)
		look_at_view(&theatre, &view_word, 0, NULL, guide_term_at(i));
	drop_curtain(&theatre);
}

struct subject {
	char name[16];
};

ParameterizedTestParameters(pseudo, pages_of_every_result)
{
	static struct subject subjects[] = { { "healthy" }, { "accepting" }, { "expired" },
		{ "elsewhere" }, { "several" }, { "refused" }, { "no-name" }, { "could-not" },
		{ "looking" }, { "stopped" } };

	return cr_make_param_array(
		struct subject, subjects, sizeof(subjects) / sizeof(subjects[0]));
}
ParameterizedTest(struct subject *subject, pseudo, pages_of_every_result, .timeout = 300)
{
	static const struct view_ops *const views[] = { &view_answer, &view_steps, &view_answers,
		&view_help, &view_quit, &view_compare, &view_changes };
	struct theatre theatre;

	raise_curtain(&theatre, subject->name);
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		look_at_view(&theatre, views[i], 0, NULL, NULL);
	for (int step = 1; step <= GUIDE_STEPS; step++)
		look_at_view(&theatre, &view_step, step, NULL, NULL);
	for (size_t i = 0; i < theatre.ui.session->causes.count; i++)
		look_at_view(&theatre, &view_answer, 0,
			theatre.ui.session->causes.items[i].rule->id, NULL);
	drop_curtain(&theatre);
}

Test(pseudo, every_question_and_every_fix, .timeout = 300)
{
	struct theatre theatre;

	raise_curtain(&theatre, "expired");
	for (size_t i = 0; guide_question_at(i); i++) {
		look_at_view(&theatre, &view_question, 0, NULL, guide_question_at(i));
		look_at_view(&theatre, &view_why, 0, NULL, guide_question_at(i));
	}
	for (size_t i = 0; guide_fix_at(i); i++)
		look_at_view(&theatre, &view_fix, guide_fix_step(guide_fix_at(i)), NULL,
			guide_fix_at(i));
	drop_curtain(&theatre);
}

static void wait_for(struct errand *errand)
{
	cr_assert(errand);
	while (!errand_is_over(errand)) {
		struct pollfd fd = { errand_fd(errand), POLLIN, 0 };

		poll(&fd, 1, TERMINAL_PATIENCE_MS);
		errand_absorb(errand);
	}
}

Test(pseudo, the_walk_through_a_server, .timeout = 300)
{
	static const struct view_ops *const views[] = { NULL, &view_walk_clock, &view_walk_log,
		&view_walk_configuration, &view_walk_handshakes, &view_walk_confirm,
		&view_walk_log_result, &view_walk_configuration_result,
		&view_walk_handshakes_result };
	static const int numbers[] = { 0, 1, 2, 3, 4, 5, 2, 3, 4 };
	static const char text[] =
		"http { server { listen 80; location / { proxy_pass "
		"https://127.0.0.1:1; proxy_ssl_verify on; } } }\n"
		"# SSL_do_handshake() failed while SSL handshaking to upstream\n";
	char path[] = "/tmp/pseudo-XXXXXX";
	int fd = mkstemp(path), error;
	struct theatre theatre;
	struct walk *walk;

	close(fd);
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	raise_curtain(&theatre, NULL);
	ui_push(&theatre.ui, &view_walk, 0, NULL, NULL);
	look(&theatre, "walk");
	walk = theatre.ui.walk;
	for (size_t i = 1; i <= WALK_STEPS; i++)
		look_at_view(&theatre, views[i], numbers[i], NULL, NULL);
	walk->errands[WALK_LOG] = errand_read_log(path, &error);
	walk->errands[WALK_CONFIGURATION] = errand_read_configuration(
		path, &theatre.options.settings, theatre.options.budget, false, &error);
	walk->errands[WALK_HANDSHAKES] = errand_read_configuration(
		path, &theatre.options.settings, theatre.options.budget, true, &error);
	for (int i = WALK_LOG; i <= WALK_HANDSHAKES; i++)
		wait_for(walk->errands[i]);
	for (size_t i = 6; i < sizeof(views) / sizeof(views[0]); i++)
		look_at_view(&theatre, views[i], numbers[i], NULL, NULL);
	drop_curtain(&theatre);
	unlink(path);
}

/* ---- On a terminal ---- */

struct size {
	int columns, rows;
};

ParameterizedTestParameters(pseudo, on_a_screen_each_page_keeps_its_frame)
{
	static struct size sizes[] = { { 40, 12 }, { 40, 20 }, { 60, 20 }, { 80, 24 }, { 120, 40 },
		{ 300, 100 } };

	return cr_make_param_array(struct size, sizes, sizeof(sizes) / sizeof(sizes[0]));
}
ParameterizedTest(struct size *size, pseudo, on_a_screen_each_page_keeps_its_frame)
{
	static const char *const keys[] = { "s", "5", "\033", "\033", "d", "\033", "?", "\033", "y",
		"1" };
	struct wizard w = { .lang = "xx",
		.program = "tests/ui/demo_pseudo",
		.subject = EXPIRED,
		.columns = size->columns,
		.rows = size->rows };
	struct terminal *t = wizard_open(&w);

	cr_assert(terminal_until(t, "[Whö cän f"));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char *foot;

		terminal_keys(t, keys[i]);
		while (terminal_pump(t, 100))
			;
		foot = terminal_row(t, t->rows - 1);
		cr_expect(strstr(foot, "[") && strstr(foot, "]"), "%dx%d after %zu keys: %s",
			size->columns, size->rows, i + 1, foot);
		free(foot);
	}
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
}
