/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does everybody arrive? For every cause, in every language, on a usual screen, on small ones and on a huge one, with keys alone: from
 * the first question to the last step, which is either "this problem is gone" or the message for whoever must mend it.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/make.h"
#include "guide/own.h"
#include "ui/press.h"
#include "ui/theatre.h"

#define FIXES_MOST 32
#define DONE 0 /* the action "Done: check again" of a fix */

/* ---- The road: one case a cause ---- */

/* The certificate of others, which isn't the one that is shown without a name. */
static void the_default_of_others(struct evidence *ev)
{
	make_names(ev, "other.example.org", NULL);
	make_text(&ev->sni.items[0].handshake.chain[0].sha256, "another");
}

static void (*case_of(const char *cause))(struct evidence *)
{
	for (const struct made_case *c = made_cases; c->name; c++)
		if (c->cause && strcmp(c->cause, cause) == 0)
			return c->change;
	return strcmp(cause, "sni-wrong-default") == 0 ? the_default_of_others : NULL;
}

struct journey {
	struct theatre *theatre;
	struct ui *ui;
	const char *cause;
	const struct fix_row *fixes[FIXES_MOST];
	size_t fix_count;
	bool for_owner; /* who alone can mend it, as the answer says */
	bool told; /* the message for somebody else was shown */
	bool mended; /* "this problem is gone" was said */
};

static const struct view_ops *view(const struct journey *j)
{
	return ui_top(j->ui)->view;
}

static void expect(const struct journey *j, const char *text, const char *what)
{
	cr_expect(theatre_has(j->theatre, text), "%s in %s at %dx%d: %s is not there: %s", j->cause,
		language_code(j->ui->language), j->theatre->columns, j->theatre->rows, what, text);
}

/* ---- From the first question to the answer ---- */

static int choice(const char *question, const char *id)
{
	const struct question_row *q = guide_question(question);

	for (size_t i = 0; i < guide_question_choices(q); i++)
		if (strcmp(guide_choice_id(q, i), id) == 0)
			return (int)i;
	cr_assert_fail("%s has no choice %s", question, id);
	return 0;
}

static char *address_of(void (*change)(struct evidence *))
{
	struct evidence ev;
	char *address;

	make_healthy(&ev);
	change(&ev);
	address = target_name(&ev.settings.target);
	evidence_free(&ev);
	return address;
}

static void go_to_the_answer(struct journey *j, void (*change)(struct evidence *))
{
	char *address = address_of(change);

	theatre_sees(change);
	theatre_read(j->theatre);
	theatre_choose(j->theatre, choice("symptom", "page"));
	cr_assert_eq(view(j), &view_address, "%s", j->cause);
	theatre_read(j->theatre);
	if (ui_top(j->ui)->focus) /* reading it has moved on from the field */
		theatre_press(j->theatre, PRESS_TAB);
	theatre_press(j->theatre, PRESS_CLEAR);
	theatre_type(j->theatre, address);
	theatre_press(j->theatre, PRESS_ENTER);
	free(address);
	while (view(j) == &view_question) {
		const struct question_row *q = ui_top(j->ui)->subject;
		bool consent = strcmp(guide_question_id(q), "consent") == 0;

		theatre_read(j->theatre);
		theatre_choose(
			j->theatre, consent ? choice("consent", "no") : choice("device", "this"));
	}
	cr_assert_eq(view(j), &view_answer, "%s: the page is %s", j->cause, view(j)->name);
}

static const struct cause *cause_found(const struct journey *j)
{
	const struct causes *causes = &j->ui->session->causes;

	for (size_t i = 0; i < causes->count; i++)
		if (strcmp(causes->items[i].rule->id, j->cause) == 0)
			return &causes->items[i];
	cr_assert_fail("%s was not found", j->cause);
	return NULL;
}

static char *title_of(const struct journey *j, const struct cause *cause)
{
	return guide_cause_title(
		j->ui->language, cause, &j->ui->session->evidence, &j->ui->session->findings);
}

static void read_the_answer(struct journey *j)
{
	const struct session *s = j->ui->session;
	const struct cause *cause = cause_found(j);
	char *title = title_of(j, cause);
	char *text = guide_cause_text(j->ui->language, cause, &s->evidence, &s->findings);

	if (cause != &s->causes.items[0]) /* one of the others that are possible */
		theatre_choose(j->theatre, theatre_item(j->theatre, title));
	theatre_read(j->theatre);
	expect(j, title, "what is wrong");
	expect(j, guide_who_mends(j->ui->language, j->cause, &s->evidence), "who can mend it");
	j->for_owner = strcmp(guide_who_mends(j->ui->language, j->cause, &s->evidence),
			       guide_who(j->ui->language, WHO_SITE)) == 0;
	cr_expect(text && *text);
	expect(j, text, "what it means");
	for (size_t i = 0; i < cause->because_count; i++) {
		char *reason = guide_reason_for(
			j->ui->language, cause->because[i], &s->findings, &s->evidence);

		expect(j, reason, "why");
		free(reason);
	}
	free(title);
	free(text);
}

/* ---- What to do ---- */

static void tell_somebody(struct journey *j)
{
	const struct session *s = j->ui->session;
	int action = theatre_item(j->theatre, ui_tr(j->ui, "Show a message to send them"));
	char *message;
	unsigned bits;

	if (action == ACT_NOTHING)
		return;
	message = guide_message(j->ui->language, &s->causes, &s->evidence, &s->findings);
	bits = theatre_choose(j->theatre, action);
	cr_expect(bits & UI_PLAIN, "%s: the message isn't shown", j->cause);
	cr_expect(theatre_same(j->ui->plain_text, message), "%s:\n%s", j->cause, j->ui->plain_text);
	cr_expect(strstr(message, s->evidence.settings.target.shown), "%s: for which site?",
		j->cause);
	free(message);
	j->told = true;
}

/* What tells of the cause, still; "" once it is gone. */
static const char *cause_found_by(const struct journey *j)
{
	const struct causes *causes = &j->ui->session->causes;

	for (size_t i = 0; i < causes->count; i++)
		if (strcmp(causes->items[i].rule->id, j->cause) == 0)
			return causes->items[i].because[0];
	return "";
}

/* "Done: check again" finds a world that is well. */
static void check_again(struct journey *j, const struct fix_row *fix)
{
	if (guide_fix_is_contact(fix) || j->mended)
		return;
	theatre_sees(NULL);
	theatre_choose(j->theatre, DONE);
	theatre_read(j->theatre);
	if (view(j) == &view_question) { /* nobody else can tell */
		expect(j, guide_question_title(j->ui->language, ui_top(j->ui)->subject),
			"the question");
		theatre_press(j->theatre, PRESS_ESCAPE);
	} else if (text_starts(cause_found_by(j), "paste.")) {
		expect(j,
			ui_tr(j->ui,
				"Checked again: this problem can't be seen from here. Do again "
				"what showed you the message. If it doesn't come any more, the "
				"problem is gone."),
			"the end");
	} else {
		expect(j, ui_tr(j->ui, "Checked again: this problem is gone."), "the end");
	}
	j->mended = true;
}

static void read_fix(struct journey *j, const struct fix_row *fix)
{
	const struct session *s = j->ui->session;
	char *text = guide_fix_text(j->ui->language, fix, &s->evidence, &s->findings);

	cr_assert_eq(view(j), &view_fix, "%s: %s leads to %s", j->cause, guide_fix_id(fix),
		view(j)->name);
	cr_assert_eq(ui_top(j->ui)->subject, fix);
	theatre_read(j->theatre);
	expect(j, guide_fix_title(j->ui->language, fix), "what to do");
	expect(j, text, "how to do it");
	if (guide_fix_command(fix))
		cr_expect(
			theatre_item(j->theatre,
				ui_tr(j->ui, "Show the command alone, to copy it")) != ACT_NOTHING,
			"%s: %s", j->cause, guide_fix_id(fix));
	free(text);
}

/* Opens FIX from the answer or, where that shows only some of the owner's, from the page with all of them. */
static void open_fix(struct journey *j, const struct fix_row *fix)
{
	const char *title = guide_fix_title(j->ui->language, fix);
	int action = theatre_item(j->theatre, title);

	if (action == ACT_NOTHING) {
		theatre_choose(j->theatre,
			theatre_item(j->theatre, ui_tr(j->ui, "All that the owner can do")));
		theatre_read(j->theatre);
		expect(j, title, "what the owner can do");
		action = theatre_item(j->theatre, title);
	}
	theatre_choose(j->theatre, action);
}

static void back_to_the_answer(struct journey *j)
{
	while (view(j) != &view_answer)
		theatre_press(j->theatre, PRESS_ESCAPE);
}

static void follow_the_advice(struct journey *j)
{
	j->fix_count = guide_fixes_for(j->cause, &j->ui->session->evidence, j->fixes, FIXES_MOST);
	cr_assert(j->fix_count && j->fix_count <= FIXES_MOST, "%s: nothing to do", j->cause);
	for (size_t i = 0; i < j->fix_count; i++) {
		open_fix(j, j->fixes[i]);
		read_fix(j, j->fixes[i]);
		tell_somebody(j);
		back_to_the_answer(j);
	}
	/* Last, because then nothing is wrong any more. */
	for (size_t i = 0; i < j->fix_count && !j->mended; i++) {
		if (guide_fix_is_contact(j->fixes[i]))
			continue;
		open_fix(j, j->fixes[i]);
		check_again(j, j->fixes[i]);
	}
}

static void travel(struct theatre *theatre, const char *cause)
{
	struct journey j = { .theatre = theatre, .ui = &theatre->hand.ui, .cause = cause };
	void (*change)(struct evidence *) = case_of(cause);

	cr_assert(change, "%s: no case", cause);
	theatre->shown = cause;
	go_to_the_answer(&j, change);
	read_the_answer(&j);
	follow_the_advice(&j);
	cr_expect(j.mended || j.told, "%s ends nowhere", cause);
	if (j.for_owner)
		cr_expect(j.told, "%s: there is no message for the owner", cause);
	ui_home(j.ui);
	theatre_press(theatre, PRESS_REDRAW);
}

struct road {
	char language[4];
	int columns, rows;
};

static struct criterion_test_params all_roads(void)
{
	static const char *const codes[] = { "en", "ja", "tl", "nl" };
	static const int sizes[][2] = { { 80, 24 }, { 40, 20 }, { 40, 12 }, { 300, 100 } };
	static struct road roads[4 * 4];

	for (size_t i = 0; i < sizeof(roads) / sizeof(roads[0]); i++) {
		snprintf(roads[i].language, sizeof(roads[i].language), "%s", codes[i / 4]);
		roads[i].columns = sizes[i % 4][0];
		roads[i].rows = sizes[i % 4][1];
	}
	return cr_make_param_array(struct road, roads, sizeof(roads) / sizeof(roads[0]));
}

ParameterizedTestParameters(journeys, every_cause_from_the_first_question_to_the_last_step)
{
	return all_roads();
}
ParameterizedTest(struct road *road, journeys, every_cause_from_the_first_question_to_the_last_step,
	.timeout = 300)
{
	struct theatre theatre;

	theatre_open(&theatre, road->language, road->columns, road->rows);
	for (size_t i = 0; diagnosis_rule_at(i); i++)
		travel(&theatre, diagnosis_rule_at(i)->id);
	theatre_close(&theatre);
}

/* ---- The twelve steps ---- */

/* How many of the fixes are offered on the page that was read; these are SEEN. */
static size_t fixes_read(const struct journey *j, bool *seen)
{
	size_t count = 0;

	for (size_t i = 0; i < j->fix_count; i++) {
		const char *title = guide_fix_title(j->ui->language, j->fixes[i]);

		if (theatre_item(j->theatre, title) == ACT_NOTHING)
			continue;
		cr_expect(theatre_has(j->theatre, title));
		seen[i] = true;
		count++;
	}
	return count;
}

static void read_step(struct journey *j, int step)
{
	bool seen[FIXES_MOST] = { false };
	int more;

	j->fix_count = guide_fixes_of_step(step, &j->ui->session->evidence, j->fixes, FIXES_MOST);
	cr_assert_leq(j->fix_count, FIXES_MOST, "step %d", step);
	ui_push(j->ui, &view_step, step, NULL, NULL);
	theatre_read(j->theatre);
	cr_expect_leq(fixes_read(j, seen), 8, "step %d is long", step);
	more = theatre_item(j->theatre, ui_tr(j->ui, "More that can be done here"));
	if (more != ACT_NOTHING) {
		theatre_choose(j->theatre, more);
		theatre_read(j->theatre);
		cr_expect(fixes_read(j, seen), "step %d: nothing more", step);
		theatre_press(j->theatre, PRESS_ESCAPE);
	}
	for (size_t i = 0; i < j->fix_count; i++)
		cr_expect(seen[i], "step %d: %s is nowhere", step, guide_fix_id(j->fixes[i]));
	theatre_press(j->theatre, PRESS_ESCAPE);
}

ParameterizedTestParameters(journeys, each_step_shows_what_is_near_and_keeps_the_rest_behind_a_line)
{
	return all_roads();
}
ParameterizedTest(struct road *road, journeys,
	each_step_shows_what_is_near_and_keeps_the_rest_behind_a_line, .timeout = 300)
{
	struct theatre theatre;
	struct journey j = {
		.theatre = &theatre, .ui = &theatre.hand.ui, .cause = "certificate-expired"
	};

	theatre_open(&theatre, road->language, road->columns, road->rows);
	go_to_the_answer(&j, case_of(j.cause));
	for (int step = 1; step <= GUIDE_STEPS; step++)
		read_step(&j, step);
	theatre_close(&theatre);
}

/* Visitors can't renew the certificate of somebody else; who reads a log looks after the server. */
Test(journeys, a_visitor_reads_first_what_visitors_can_do)
{
	struct theatre theatre;
	struct journey j = {
		.theatre = &theatre, .ui = &theatre.hand.ui, .cause = "certificate-expired"
	};
	const char *visitor, *owner;

	theatre_open(&theatre, "en", 80, 24);
	go_to_the_answer(&j, case_of(j.cause));
	visitor = guide_fix_title(
		j.ui->language, guide_fix_named("site.tell-owner", &j.ui->session->evidence));
	owner = guide_fix_title(
		j.ui->language, guide_fix_named("certificate.renew", &j.ui->session->evidence));
	ui_push(j.ui, &view_step, 5, NULL, NULL);
	theatre_read(&theatre);
	cr_expect_lt(theatre_item(&theatre, visitor), theatre_item(&theatre, owner));
	session_answer(j.ui->session, "symptom", "log");
	theatre_read(&theatre);
	cr_expect_eq(theatre_item(&theatre, visitor), ACT_NOTHING, "it stands behind the line");
	cr_expect_neq(theatre_item(&theatre, owner), ACT_NOTHING);
	theatre_close(&theatre);
}
