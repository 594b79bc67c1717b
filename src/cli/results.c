/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/results.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "cli/output.h"

/* What is known of one of the targets from the first unfinished one on. */
struct slot {
	bool over;
	struct session *session; /* NULL: it has no report, or that was printed */
	struct session *shown; /* what of it is handed out */
	char *text; /* waits for its turn */
};

struct results {
	const struct invocation *invocation;
	const struct report_format *format;
	struct report_options options;
	struct handout *handout;
	bool many;
	bool keeps; /* the sessions stay until the end */
	struct slot slots[RESULTS_AHEAD]; /* of target N at N % RESULTS_AHEAD */
	size_t turn; /* the first target that isn't over */
	size_t printed; /* reports that stand in the output */
	size_t verdicts[VERDICT_COUNT];
	struct sessions sessions; /* those that are kept, in order */
	struct session **shown; /* as many */
	struct buffer file; /* what goes to --output at the end */
};

struct results *results_new(const struct invocation *invocation, const struct report_format *format,
	const struct report_options *options, struct handout *handout, bool many)
{
	struct results *results = memory_new(1, sizeof(*results));

	results->invocation = invocation;
	results->format = format;
	results->options = *options;
	results->handout = handout;
	results->many = many;
	results->keeps = !many || !format->series || invocation->save;
	return results;
}

bool results_is_ahead(const struct results *results, size_t place)
{
	return place - results->turn >= RESULTS_AHEAD;
}

/* ---- Printing ---- */

static bool prints_at_once(const struct results *results)
{
	return results->many && results->format->series;
}

static int put(struct results *results, const char *text)
{
	if (!results->invocation->output || !strcmp(results->invocation->output, "-"))
		return output_text(results->invocation, text);
	buffer_add_text(&results->file, text);
	return 0;
}

/* A line of JSON says itself which target it is of. */
static bool keeps_order(const struct results *results)
{
	return strcmp(results->format->id, "jsonl") != 0;
}

static struct slot *slot_of(struct results *results, size_t place)
{
	return &results->slots[place % RESULTS_AHEAD];
}

/* What stands before this report. */
static int put_between(struct results *results)
{
	char *text;
	int status;

	if (!results->printed++)
		return put(results, results->format->series->open);
	text = results->format->series->between(&results->options);
	status = put(results, text);
	free(text);
	return status;
}

static int print_slot(struct results *results, struct slot *slot)
{
	int status = slot->text ? put_between(results) : 0;

	if (slot->text && !status)
		status = put(results, slot->text);
	free(slot->text);
	slot->text = NULL;
	return status;
}

static void keep(struct results *results, const struct slot *slot)
{
	results->shown = memory_resize(
		results->shown, results->sessions.count + 1, sizeof(struct session *));
	results->shown[results->sessions.count] = slot->shown;
	sessions_add(&results->sessions, slot->session);
}

/* Leaves behind all that are over, from the first on. */
static int go_on(struct results *results)
{
	int status = 0;

	for (struct slot *slot; (slot = slot_of(results, results->turn))->over; results->turn++) {
		int now = print_slot(results, slot);

		if (slot->session)
			keep(results, slot);
		*slot = (struct slot){ 0 };
		status = status ? status : now;
	}
	return status;
}

int results_skip(struct results *results, size_t place)
{
	slot_of(results, place)->over = true;
	return go_on(results);
}

int results_add(struct results *results, size_t place, struct session *session)
{
	struct slot *slot = slot_of(results, place);
	struct session *shown = handout_session(results->handout, session);
	int status = 0, more;

	results->verdicts[session->verdict]++;
	if (prints_at_once(results))
		slot->text = results->format->render(
			(const struct session *const *)&shown, 1, &results->options);
	if (results->keeps) {
		slot->session = session;
		slot->shown = shown;
	} else {
		handout_drop(results->handout, shown);
		session_free(session);
	}
	slot->over = true;
	if (prints_at_once(results) && !keeps_order(results))
		status = print_slot(results, slot);
	more = go_on(results);
	return status ? status : more;
}

/* What is over although one before it isn't: after an interrupt. */
static int print_rest(struct results *results)
{
	int status = 0;

	for (size_t i = 0; i < RESULTS_AHEAD && !status; i++) {
		slot_of(results, results->turn)->over = true;
		status = go_on(results);
	}
	return status;
}

static int end(struct results *results)
{
	const struct sessions *sessions = &results->sessions;
	char *text;
	int status;

	if (prints_at_once(results))
		return put(results, results->printed ? results->format->series->close
						     : results->format->series->none);
	text = results->format->render(
		(const struct session *const *)results->shown, sessions->count, &results->options);
	status = put(results, text);
	free(text);
	return status;
}

int results_close(struct results *results)
{
	const char *path = results->invocation->output;
	int status = print_rest(results);

	if (!status)
		status = end(results);
	if (!status && path && strcmp(path, "-") != 0)
		status = output_file(
			results->invocation, path, results->file.bytes ? results->file.bytes : "");
	return status;
}

const size_t *results_verdicts(const struct results *results)
{
	return results->verdicts;
}

const struct sessions *results_sessions(const struct results *results)
{
	return &results->sessions;
}

struct session *const *results_shown(const struct results *results, size_t *ret_count)
{
	*ret_count = results->sessions.count;
	return results->shown;
}

void results_free(struct results *results)
{
	for (size_t i = 0; i < RESULTS_AHEAD; i++) {
		free(results->slots[i].text);
		session_free(results->slots[i].session);
	}
	sessions_free(&results->sessions);
	free(results->shown);
	buffer_free(&results->file);
	free(results);
}
