/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"
#include "diagnosis/paste.h"
#include "evidence/reference.h"
#include "probe/probe.h"
#include "session/prober.h"

/* Every part that a prober fills. */
#define PARTS_LOOKED_AT (((1u << PART_COUNT) - 1) & ~(1u << PART_ANSWERS | 1u << PART_PASTE))

/* What is seen of others, with consent. */
#define PARTS_REFERRED \
	(1u << PART_TIMES | 1u << PART_SITES | 1u << PART_RESOLVER | 1u << PART_PORTAL)

static void find_changes(struct session *session)
{
	const struct session *earlier = session->earlier;

	changes_free(&session->changes);
	if (earlier)
		changes_between(
			(struct run_seen){
				.evidence = &earlier->evidence,
				.causes = &earlier->causes,
			},
			(struct run_seen){
				.evidence = &session->evidence,
				.causes = &session->causes,
			},
			&session->changes);
}

static void judge(struct session *session)
{
	check_all(&session->evidence, session->looking, &session->findings);
	clients_judge(&session->evidence, &session->findings, &session->clients);
	diagnosis_rank(&session->evidence, &session->findings, &session->causes);
	session->verdict = diagnosis_verdict(
		&session->evidence, &session->findings, &session->causes);
	find_changes(session);
}

static struct session *session_empty(struct budget *budget)
{
	struct session *session = memory_new(1, sizeof(*session));

	evidence_init(&session->evidence);
	session->budget = budget;
	session->verdict = VERDICT_UNKNOWN;
	session->rung = STAGE_DNS;
	return session;
}

struct session *session_new_shared(
	const struct settings *settings, struct budget *budget, struct trust_stores *stores)
{
	struct session *session = session_empty(budget);

	settings_copy(&session->evidence.settings, settings);
	session->evidence.now_s = timing_wall_s() + settings->now_offset_s;
	session->stores = stores;
	return session;
}

struct session *session_new(const struct settings *settings, struct budget *budget)
{
	struct session *session = session_new_shared(settings, budget, NULL);

	judge(session);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	prober_free(session->prober);
	session_free(session->earlier);
	changes_free(&session->changes);
	causes_free(&session->causes);
	clients_free(&session->clients);
	findings_free(&session->findings);
	evidence_free(&session->evidence);
	free(session);
}

/* Forgets the parts in PARTS. */
static void forget(struct session *session, unsigned parts)
{
	struct evidence empty;

	evidence_init(&empty);
	for (int part = 0; part < PART_COUNT; part++)
		if (parts & 1u << part)
			evidence_take_part(&session->evidence, &empty, (enum part)part);
	evidence_free(&empty);
}

/* Looks at PARTS beside what is known. 0, or an errno. */
static int look_at(struct session *session, unsigned parts)
{
	const struct settings *settings = &session->evidence.settings;
	int error = 0;

	prober_free(session->prober);
	session->prober = NULL;
	forget(session, parts);
	session->looking = parts;
	session->more = 0;
	session->done = 0;
	session->of = 0;
	session->asked = 0;
	session->ended_us = 0;
	budget_set_gentle(session->budget, settings->gentle);
	budget_set_rate(session->budget, settings->rate);
	session->prober = prober_start(&session->evidence, parts,
		&(struct prober_sharing){ session->budget, session->stores }, &error);
	session->state = session->prober ? SESSION_LOOKING : SESSION_IDLE;
	if (!session->prober)
		session->looking = 0;
	if (!session->stores)
		judge(session);
	return error;
}

static int begin(struct session *session, unsigned parts)
{
	session->evidence.now_s = timing_wall_s() + session->evidence.settings.now_offset_s;
	session->rung = STAGE_DNS;
	session->started_us = timing_monotonic_us();
	return look_at(session, parts);
}

int session_start(struct session *session)
{
	return begin(session, PARTS_LOOKED_AT);
}

/* From the first part that the check needs on, everything is looked at again: later parts rest on
 * earlier ones. The clock stands alone, but its proof is the server's Date. */
int session_recheck(struct session *session, const char *check)
{
	const struct check *wanted = check_find(check);
	unsigned parts = PARTS_LOOKED_AT;
	unsigned needs = wanted ? wanted->parts & PARTS_LOOKED_AT : 0;

	if (needs) {
		unsigned lowest = needs & (~needs + 1);

		parts = PARTS_LOOKED_AT & ~(lowest - 1);
	}
	if (parts & 1u << PART_HANDSHAKE)
		parts |= 1u << PART_CONNECT;
	if (wanted && !strcmp(wanted->id, "clock"))
		parts = 1u << PART_CLOCK | 1u << PART_TIMEKEEPER | 1u << PART_HTTP | PARTS_REFERRED;
	return begin(session, parts);
}

void session_stop(struct session *session)
{
	if (session->state != SESSION_LOOKING)
		return;
	prober_cancel(session->prober);
	session->more = 0;
	session->state = SESSION_STOPPED;
}

/* What others were to be asked for and weren't. */
static unsigned not_referred(const struct session *session)
{
	unsigned parts = 0;

	for (int part = 0; part < PART_COUNT; part++)
		if ((PARTS_REFERRED & 1u << part) &&
			(session->evidence.parts[part].state != PART_SEEN ||
				part == PART_RESOLVER)) /* it asks for less without consent */
			parts |= 1u << part;
	return parts;
}

int session_set_reference(struct session *session, enum reference reference)
{
	struct settings *settings = &session->evidence.settings;

	settings->reference = reference;
	session->more = 0;
	if (!reference_allowed(settings) || session->state == SESSION_IDLE)
		return 0;
	if (session->state == SESSION_LOOKING)
		session->more = PARTS_REFERRED;
	else if (!session->prober && not_referred(session))
		return look_at(session, not_referred(session));
	return 0;
}

bool session_may_look_deeper(const struct session *session)
{
	const struct evidence *evidence = &session->evidence;

	return !session->prober && evidence->parts[PART_MATRIX].state != PART_SEEN &&
	       evidence->parts[PART_HANDSHAKE].state == PART_SEEN && probe_chosen(evidence) &&
	       probe_worth_more(evidence);
}

/* The prober has its own copy of the settings: the next ordinary run is an ordinary one. */
int session_look_deeper(struct session *session)
{
	enum depth before = session->evidence.settings.depth;
	int error;

	session->evidence.settings.depth = DEPTH_DEEP;
	error = look_at(session, 1u << PART_MATRIX);
	session->evidence.settings.depth = before;
	return error;
}

void session_skip(struct session *session, const char *check, bool skip)
{
	struct settings *settings = &session->evidence.settings;
	char *old = settings->skip, *rest = NULL;
	struct buffer list = { 0 };

	for (char *id = old ? strtok_r(old, ",", &rest) : NULL; id; id = strtok_r(NULL, ",", &rest))
		if (strcmp(id, check) != 0)
			buffer_add_format(&list, "%s%s", list.length ? "," : "", id);
	if (skip)
		buffer_add_format(&list, "%s%s", list.length ? "," : "", check);
	settings->skip = list.length ? buffer_take(&list) : NULL;
	free(old);
	judge(session);
}

int session_fd(const struct session *session)
{
	return session->prober ? prober_fd(session->prober) : -1;
}

static void take_part(struct session *session, struct news *news)
{
	evidence_take_part(&session->evidence, news->evidence, news->part);
	session->looking &= ~(1u << news->part);
}

static void take_end(struct session *session, struct news *news)
{
	for (int part = 0; news->evidence && part < PART_COUNT; part++)
		if (session->looking & 1u << part)
			evidence_take_part(&session->evidence, news->evidence, (enum part)part);
	session->looking = 0;
	session->ended_us = timing_monotonic_us();
	if (session->state == SESSION_LOOKING)
		session->state = SESSION_DONE;
}

static unsigned take_news(struct session *session, struct news *news)
{
	switch (news->kind) {
	case NEWS_PART:
		take_part(session, news);
		return SESSION_NEWS_PART;
	case NEWS_RUNG:
		session->rung = news->rung;
		return SESSION_NEWS_PROGRESS;
	case NEWS_STEP:
		session->done = news->done;
		session->of = news->of;
		return SESSION_NEWS_PROGRESS;
	case NEWS_ASKED:
		session->asked = news->done;
		return SESSION_NEWS_PROGRESS;
	case NEWS_END:
		take_end(session, news);
		return SESSION_NEWS_END;
	}
	return 0;
}

unsigned session_absorb(struct session *session)
{
	unsigned all = 0;
	struct news *news;

	while (session->prober && (news = prober_next(session->prober))) {
		all |= take_news(session, news);
		news_free(news);
		if (all & SESSION_NEWS_END) {
			prober_free(session->prober);
			session->prober = NULL;
		}
	}
	if ((all & SESSION_NEWS_END) && session->more && session->state == SESSION_DONE &&
		!look_at(session, session->more))
		return (all & ~SESSION_NEWS_END) | SESSION_NEWS_PART;
	if (all & (SESSION_NEWS_PART | SESSION_NEWS_END))
		judge(session);
	return all;
}

void session_wait(struct session *session, int cancel_fd)
{
	while (session->prober) {
		struct pollfd fds[] = {
			{ .fd = session_fd(session), .events = POLLIN },
			{ .fd = cancel_fd, .events = POLLIN },
		};

		if (poll(fds, cancel_fd >= 0 ? 2 : 1, -1) < 0 && errno != EINTR)
			return;
		if (cancel_fd >= 0 && fds[1].revents) {
			session_stop(session);
			cancel_fd = -1;
		}
		session_absorb(session);
	}
}

void session_answer(struct session *session, const char *question, const char *choice)
{
	evidence_answer(&session->evidence, question, choice);
	judge(session);
}

void session_add_hello(struct session *session, const struct seen_hello *hello)
{
	seen_hellos_add(&session->evidence.hellos, hello);
	judge(session);
}

void session_paste(struct session *session, const char *text)
{
	paste_to_evidence(text, strlen(text), &session->evidence);
	judge(session);
}

void session_set_device(struct session *session, enum device device)
{
	session->evidence.settings.device = device;
	judge(session);
}

struct session *session_from_json(const json_t *json, struct budget *budget, char **ret_where)
{
	struct session *session = session_empty(budget);

	evidence_free(&session->evidence);
	if (evidence_from_json(json, &session->evidence, ret_where) < 0) {
		session_free(session);
		return NULL;
	}
	session->state = SESSION_DONE;
	judge(session);
	return session;
}

bool session_same_target(const struct session *earlier, const struct session *session)
{
	const struct target *before = &earlier->evidence.settings.target;
	const struct target *now = &session->evidence.settings.target;

	return before->port == now->port && before->starttls == now->starttls && before->host &&
	       now->host && (!strcmp(before->host, now->host) || before->host[0] == '[');
}

void session_compare(struct session *session, struct session *earlier)
{
	session_free(session->earlier);
	session->earlier = earlier;
	session->compared = true;
	find_changes(session);
}

/* From nothing known up to a problem: which verdict of several speaks for the step. */
static int weight(enum verdict verdict)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_SKIPPED] = 0,
		[VERDICT_NOT_REACHED] = 1,
		[VERDICT_PASS] = 2,
		[VERDICT_NOTE] = 3,
		[VERDICT_UNKNOWN] = 4,
		[VERDICT_WARN] = 5,
		[VERDICT_FAIL] = 6,
	};

	return weights[verdict];
}

/* What CHECK says of the device that has the problem: VERDICT_COUNT when all it found is about this
 * computer, and that is another one. */
static enum verdict verdict_there(
	const struct findings *findings, const struct check_result *result)
{
	enum verdict worst = VERDICT_COUNT;
	bool about_here = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (strcmp(finding->check, result->id) != 0)
			continue;
		about_here |= finding->about_here;
		if (!finding->about_here &&
			(worst == VERDICT_COUNT || weight(finding->verdict) > weight(worst)))
			worst = finding->verdict;
	}
	return about_here ? worst : result->verdict;
}

/* A check that passed without having found anything doesn't speak for its step, unless it is alone. */
static bool says_nothing(const struct findings *findings, const struct check_result *result)
{
	for (size_t i = 0; i < findings->count; i++)
		if (!strcmp(findings->items[i].check, result->id))
			return false;
	return result->verdict == VERDICT_PASS;
}

enum verdict session_step_verdict(const struct session *session, int step, bool *ret_running)
{
	enum verdict worst = VERDICT_COUNT;
	const struct check *check;
	bool silent = false;

	*ret_running = false;
	for (size_t i = 0; (check = check_at(i)); i++) {
		const struct check_result *result;
		enum verdict verdict;

		if (check->step != step)
			continue;
		result = findings_check(&session->findings, check->id);
		if (!result || check_is_moot(&session->findings, result))
			continue;
		*ret_running |= result->running;
		/* What nobody allowed is a question yet, no verdict. */
		if (result->verdict == VERDICT_SKIPPED && result->reason &&
			!strcmp(result->reason, WHY_CONSENT))
			continue;
		if (says_nothing(&session->findings, result)) {
			silent = true;
			continue;
		}
		verdict = verdict_there(&session->findings, result);
		if (verdict < VERDICT_COUNT &&
			(worst == VERDICT_COUNT || weight(verdict) > weight(worst)))
			worst = verdict;
	}
	return worst == VERDICT_COUNT && silent ? VERDICT_PASS : worst;
}
