/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that the server accepts: suites of each version and groups, by offering many, noting which one the
 * server picks, and offering the rest again until it picks none. Several lines of questions are asked side by
 * side within the address's budget, and no cryptography is done here. Some questions are asked in an unusual
 * way first: a server that takes them so takes them in any.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/suites.h"
#include "probe/probe.h"
#include "probe/question.h"
#include "tls/handshake.h"

#define LINES 8 /* connections that ask, as many of them at once as the budget allows */
#define TRIES 3 /* of a question that nobody let in; one less where it was only not answered */
#define QUESTIONS_MOST 64
#define ANSWER_MS 5000 /* this server has answered before */
/*
 * Some servers shut out whoever breaks off 100 handshakes one after the other (MySQL's max_connect_errors): after
 * so many one is done to its end. A few more may be on their way by then.
 */
#define BROKEN_OFF_MOST 90

enum {
	SSL_2 = 0x0002,
	SSL_3 = 0x0300,
	TLS_1_0 = 0x0301,
	TLS_1_1 = 0x0302,
	TLS_1_2 = 0x0303,
	TLS_1_3 = 0x0304,
	X25519MLKEM768 = 0x11ec,
	ALERT_PROTOCOL_VERSION = 70,
	ALERT_INAPPROPRIATE_FALLBACK = 86,
};

struct asking;

/* One connection after the other, with one question after the other. */
struct line {
	struct asking *asking;
	struct question question;
	struct list found; /* of this question */
	int tries; /* of its present hello */
	bool refused; /* the last try was not let in */
	struct seen_oddity *oddity; /* waits for the usual reaction */
	struct greeting *greeting;
	struct handshake *whole; /* between two questions: one that is done to its end */
};

struct asking {
	const struct probe_env *env;
	struct evidence *seen;
	const char *address;
	struct proxy proxy;
	bool proxied;
	struct question waiting[QUESTIONS_MOST];
	size_t next, count;
	unsigned asked[TLS_1_3 + 1]; /* bits of enum question_kind, by version */
	bool usual_hellos; /* asked in unusual ways, for want of TLS 1.3 */
	bool means_no[HS_OUTCOME_COUNT]; /* in which this server refuses what it doesn't have */
	int suite_questions[TLS_1_3 + 1]; /* not over yet, by version */
	bool unclear; /* a question got no answer */
	int broken_off; /* handshakes, since the last whole one */
	struct line lines[LINES];
};

/* ---- What to ask ---- */

static struct question *add_question(struct asking *asking, enum question_kind kind, int version)
{
	struct question *question;

	if (asking->count == QUESTIONS_MOST) {
		asking->unclear = true;
		return NULL;
	}
	question = &asking->waiting[asking->count++];
	*question = (struct question){ .kind = kind, .version = version };
	asking->suite_questions[version] += kind == ASK_SUITES;
	asking->asked[version] |= 1u << kind;
	return question;
}

static bool asked(const struct asking *asking, enum question_kind kind, int version)
{
	return asking->asked[version] & 1u << kind;
}

/* Deals NUMBERS out to PILES questions. Takes NUMBERS. */
static void deal(struct asking *asking, enum question_kind kind, int version, struct list *numbers,
	size_t piles)
{
	struct question *questions[8] = { NULL };

	for (size_t i = 0; i < piles && i < numbers->count; i++)
		questions[i] = add_question(asking, kind, version);
	for (size_t i = 0; i < numbers->count; i++)
		if (questions[i % piles])
			list_add(&questions[i % piles]->left, numbers->at[i]);
	list_free(numbers);
}

static void add_suites(struct asking *asking, int version, size_t piles)
{
	struct list suites = { 0 };

	if (asked(asking, ASK_SUITES, version))
		return;
	question_suites(version, &suites);
	deal(asking, ASK_SUITES, version, &suites, piles);
}

/* The post-quantum group goes first: it comes with a large share. */
static void add_groups(struct asking *asking, int version)
{
	struct list groups = { 0 }, sorted = { 0 };
	size_t first = asking->count;

	if (asked(asking, ASK_GROUPS, version))
		return;
	question_groups(version, &groups);
	if (list_take(&groups, X25519MLKEM768))
		list_add(&sorted, X25519MLKEM768);
	for (size_t i = 0; i < groups.count; i++)
		list_add(&sorted, groups.at[i]);
	list_free(&groups);
	deal(asking, ASK_GROUPS, version, &sorted, 2);
	asking->seen->matrix.group_version = version;
	if (version != TLS_1_3 || first + 1 >= asking->count)
		return;
	asking->waiting[first].oddity = ODDITY_LARGE;
	asking->waiting[first + 1].oddity = ODDITY_GREASE;
}

static void add_hello(struct asking *asking, int version, enum oddity oddity)
{
	struct question *question = add_question(asking, ASK_HELLO, version);

	if (question)
		question->oddity = oddity;
}

/* The judged handshake tells which of the two newest versions to begin with. */
static void add_first_questions(struct asking *asking)
{
	const struct seen_handshake *handshake = &asking->seen->handshake;
	bool done = handshake->outcome == HS_DONE;
	size_t first;

	if (!done || handshake->version >= TLS_1_3)
		add_groups(asking, TLS_1_3);
	first = asking->count;
	add_suites(asking, TLS_1_3, 1);
	asking->waiting[first].oddity = ODDITY_SPLIT; /* it takes longer: for the shortest line */
	/* Each hundred ends with a refusal: as many piles as there are hundreds, and shorter lines for nothing. */
	add_suites(asking, TLS_1_2, 4);
	if (!done)
		add_hello(asking, TLS_1_3, ODDITY_NONE);
	if (question_unusual_key(handshake))
		add_hello(asking, TLS_1_3, ODDITY_BROWSER);
	add_suites(asking, TLS_1_1, 2);
	add_suites(asking, SSL_2, 1);
}

/* ---- What came of it ---- */

static struct seen_offer *offer_of(struct asking *asking, int version)
{
	struct seen_matrix *matrix = &asking->seen->matrix;

	for (size_t i = 0; i < matrix->offer_count; i++)
		if (matrix->offers[i].version == version)
			return &matrix->offers[i];
	return NULL;
}

static void add_number(int **numbers, size_t *count, unsigned number)
{
	for (size_t i = 0; i < *count; i++)
		if ((*numbers)[i] == (int)number)
			return;
	*numbers = memory_resize(*numbers, *count + 1, sizeof(**numbers));
	(*numbers)[(*count)++] = (int)number;
}

/* A server that does it at all is credited with it. */
static void note_able(int *able, bool now)
{
	if (now || *able < 0)
		*able = now;
}

static bool cbc(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite && suite->mode == MODE_CBC;
}

/* What a ServerHello up to TLS 1.2 says beside the suite. */
static void note_hello(const struct line *line, struct seen_offer *offer, const struct reply *reply)
{
	struct seen_matrix *matrix = &line->asking->seen->matrix;

	offer->spoken = 1;
	if (!reply->hello || offer->version > TLS_1_2 || offer->version < SSL_3)
		return;
	note_able(&offer->secure_renegotiation, reply->secure_renegotiation);
	if (line->question.oddity != ODDITY_NO_EMS)
		note_able(&offer->master_secret, reply->master_secret);
	if (reply->suite >= 0 && cbc((unsigned)reply->suite))
		note_able(&offer->encrypt_then_mac, reply->encrypt_then_mac);
	note_able(&offer->ticket, reply->session_ticket);
	if (line->question.kind == ASK_ORDER)
		note_able(&offer->compression, reply->compression > 0);
	if (reply->dh_bits > 0 && (offer->dh_bits < 0 || reply->dh_bits < offer->dh_bits))
		offer->dh_bits = reply->dh_bits;
	if (reply->scheme >= 0)
		add_number(&matrix->schemes, &matrix->scheme_count, (unsigned)reply->scheme);
}

static struct seen_oddity *add_oddity(struct line *line, struct seen_reaction reaction)
{
	struct seen_matrix *matrix = &line->asking->seen->matrix;
	const char *label = oddity_label(line->question.oddity);
	struct seen_oddity *oddity = NULL;

	for (size_t i = 0; i < matrix->oddity_count; i++)
		if (!strcmp(matrix->oddities[i].label, label))
			oddity = &matrix->oddities[i]; /* asked again, where it tells more */
	if (!oddity) {
		oddity = &matrix->oddities[matrix->oddity_count++];
		seen_oddity_init(oddity);
		oddity->label = memory_text(label);
	}
	oddity->usual = (struct seen_reaction){ HS_NOT_TRIED, -1 };
	oddity->bytes = (int64_t)greeting_size(line->greeting);
	oddity->odd = reaction;
	return oddity;
}

/* ---- The next question ---- */

/* Without TLS 1.3, groups are asked for at the newest version there is. */
static void want_groups(struct asking *asking)
{
	int *version = &asking->seen->matrix.group_version;

	if (offer_of(asking, TLS_1_3)->spoken != 0 || (*version > 0 && *version < TLS_1_3))
		return;
	for (int old = TLS_1_2; old >= TLS_1_0; old--)
		if (offer_of(asking, old)->spoken == 1) {
			add_groups(asking, old);
			return;
		}
}

static void want_fallback(struct asking *asking)
{
	struct question *question;

	if (offer_of(asking, TLS_1_2)->spoken != 1 || offer_of(asking, TLS_1_1)->spoken != 1 ||
		asked(asking, ASK_FALLBACK, TLS_1_1))
		return;
	question = add_question(asking, ASK_FALLBACK, TLS_1_1);
	if (question)
		question_suites(TLS_1_1, &question->left);
}

/* What may follow when VERSION was refused, perhaps for another reason. */
static void follow_refusal(struct asking *asking, int version)
{
	if (version == TLS_1_3 && !asking->usual_hellos) {
		asking->usual_hellos = true;
		add_hello(asking, TLS_1_3, ODDITY_LARGE);
		add_hello(asking, TLS_1_3, ODDITY_GREASE);
		add_hello(asking, TLS_1_3, ODDITY_SPLIT);
	}
	if (version <= TLS_1_1 && version > SSL_3)
		add_suites(asking, version - 1, version - 1 > SSL_3 ? 2 : 1);
}

/* First news of VERSION: whether it is spoken. */
static void settle(struct asking *asking, int version, bool spoken)
{
	struct seen_offer *offer = offer_of(asking, version);

	if (offer->spoken >= 0)
		return;
	offer->spoken = spoken;
	if (!spoken || version < TLS_1_2)
		follow_refusal(asking, version);
	want_groups(asking);
	want_fallback(asking);
}

/* This version is refused for being this version: so are all below it (but SSL 2, which is another language). */
static void settle_below(struct asking *asking, int version)
{
	for (; version >= SSL_3 && version < TLS_1_2; version--)
		if (offer_of(asking, version)->spoken < 0) {
			asking->asked[version] |= 1u << ASK_SUITES;
			offer_of(asking, version)->spoken = 0;
		}
}

/* Old versions beside new ones have the same order. */
static bool order_matters(const struct asking *asking, int version)
{
	const struct seen_handshake *handshake = &asking->seen->handshake;

	if (version < TLS_1_0 || asked(asking, ASK_ORDER, version))
		return false;
	return version >= TLS_1_2 || handshake->outcome != HS_DONE || handshake->version < TLS_1_2;
}

/* All suites of the version are known; if there are several, asks whose order rules. */
static void want_order(struct asking *asking, int version)
{
	const struct seen_offer *offer = offer_of(asking, version);
	struct question *question;

	if (offer->suite_count >= 2 && order_matters(asking, version)) {
		question = add_question(asking, ASK_FAVOURITE, version);
		for (size_t i = 0; question && i < offer->suite_count; i++)
			list_add(&question->left, (unsigned)offer->suites[i]);
	} else if (version == TLS_1_2 && offer->spoken == 1 && !asked(asking, ASK_ORDER, TLS_1_2))
		add_hello(asking, TLS_1_2, ODDITY_NO_EMS);
}

/* Offers the suites in LINE's question again, with FAVOURITE at their end. */
static void begin_order(struct line *line, unsigned favourite)
{
	struct question *question = &line->question;

	list_take(&question->left, favourite);
	list_add(&question->left, favourite);
	question->kind = ASK_ORDER;
	line->asking->asked[question->version] |= 1u << ASK_ORDER;
	if (question->version == TLS_1_2)
		question->oddity = ODDITY_NO_EMS;
}

/* The suites of this question are known. The server chose the first of them before the others. */
static bool ask_order(struct line *line)
{
	struct asking *asking = line->asking;
	struct question *question = &line->question;
	unsigned favourite;

	if (question->kind != ASK_SUITES)
		return false;
	asking->suite_questions[question->version]--;
	if (line->found.count >= 2 && order_matters(asking, question->version)) {
		list_free(&question->left);
		favourite = line->found.at[0];
		for (size_t i = line->found.count; i-- > 0;)
			list_add(&question->left, line->found.at[i]);
		begin_order(line, favourite);
		return true;
	}
	if (!asking->suite_questions[question->version])
		want_order(asking, question->version);
	return false;
}

static bool next_question(struct line *line)
{
	struct asking *asking = line->asking;

	list_free(&line->question.left);
	list_free(&line->found);
	line->tries = 0;
	line->refused = false;
	line->oddity = NULL;
	while (asking->next < asking->count) {
		line->question = asking->waiting[asking->next++];
		if (line->question.kind > ASK_GROUPS ||
			offer_of(asking, line->question.version)->spoken != 0)
			return true;
		list_free(&line->question.left);
	}
	line->question = (struct question){ 0 };
	return false;
}

/* ---- Answers ---- */

enum next { AGAIN, OVER };

/* The server picked NUMBER from what was offered. */
static enum next picked(struct line *line, unsigned number)
{
	if (!list_take(&line->question.left, number))
		return OVER; /* never offered: this server doesn't read lists */
	list_add(&line->found, number);
	return line->question.left.count ? AGAIN : OVER;
}

static enum next take_suite(struct line *line, const struct reply *reply)
{
	struct seen_offer *offer = offer_of(line->asking, line->question.version);
	unsigned suite = (unsigned)reply->suite;

	if (reply->version == SSL_2) {
		for (size_t i = 0; i < reply->kinds.count; i++)
			add_number(&offer->suites, &offer->suite_count, reply->kinds.at[i]);
		return OVER;
	}
	add_number(&offer->suites, &offer->suite_count, suite);
	return picked(line, suite);
}

static enum next take_hello(struct line *line, const struct reply *reply)
{
	struct asking *asking = line->asking;
	struct question *question = &line->question;
	struct seen_matrix *matrix = &asking->seen->matrix;
	struct seen_offer *offer = offer_of(asking, question->version);

	if (question->kind == ASK_HELLO)
		return OVER;
	if (reply->version != question->version) {
		settle(asking, question->version, false); /* it speaks, but not this version */
		return OVER;
	}
	settle(asking, question->version, true);
	note_hello(line, offer, reply);
	switch (question->kind) {
	case ASK_GROUPS:
		if (reply->group < 0)
			return OVER;
		add_number(&matrix->groups, &matrix->group_count, (unsigned)reply->group);
		return picked(line, (unsigned)reply->group);
	case ASK_FAVOURITE:
		begin_order(line, (unsigned)reply->suite);
		return AGAIN;
	case ASK_ORDER:
		offer->server_order = (unsigned)reply->suite ==
				      question->left.at[question->left.count - 1];
		return OVER;
	case ASK_FALLBACK:
		matrix->fallback = 0;
		return OVER;
	default:
		return take_suite(line, reply);
	}
}

/* It wants none of what was offered. */
static enum next take_refusal(struct line *line, struct seen_reaction reaction)
{
	struct question *question = &line->question;
	struct seen_offer *offer = offer_of(line->asking, question->version);

	if (question->kind == ASK_FALLBACK && reaction.outcome == HS_ALERT)
		line->asking->seen->matrix.fallback = reaction.alert == ALERT_INAPPROPRIATE_FALLBACK
							      ? 1
							      : -1;
	if (question->kind > ASK_GROUPS)
		return OVER;
	if (reaction.outcome == HS_ALERT && reaction.alert == ALERT_PROTOCOL_VERSION) {
		settle(line->asking, question->version, false);
		settle_below(line->asking, question->version);
	}
	if (question->kind != ASK_SUITES)
		return OVER;
	offer->refusal = reaction;
	if (offer->spoken < 0) /* not known yet: an older version may be */
		follow_refusal(line->asking, question->version);
	if (question->left.count <= SUITES_A_HELLO)
		return OVER;
	memmove(question->left.at, question->left.at + SUITES_A_HELLO,
		(question->left.count - SUITES_A_HELLO) * sizeof(*question->left.at));
	question->left.count -= SUITES_A_HELLO;
	return AGAIN;
}

/* The question was asked in an unusual way. true: it has to be asked again in the usual one. */
static bool take_oddity(struct line *line, struct seen_reaction reaction)
{
	struct question *question = &line->question;
	enum oddity oddity = question->oddity;
	bool fine = reaction.outcome == HS_DONE;

	line->oddity = add_oddity(line, reaction);
	question->oddity = ODDITY_NONE;
	if (oddity == ODDITY_LARGE && !fine && reaction.outcome != HS_ALERT)
		add_hello(line->asking, TLS_1_3, ODDITY_PIECES);
	if (fine)
		line->oddity = NULL;
	return !fine;
}

/*
 * Nobody let us in, or nobody answered. Was it the question, or that there are so many? Asks again, more
 * carefully, unless this server is known to say no in this way.
 */
static bool try_again(struct line *line, enum hs_outcome outcome)
{
	const struct asking *asking = line->asking;
	bool crowd = outcome == HS_NO_CONNECTION || outcome == HS_RESET;

	if (asking->means_no[outcome])
		return false;
	line->refused = true;
	if (crowd)
		budget_refused(asking->env->budget, asking->address);
	return ++line->tries < (crowd ? TRIES : TRIES - 1);
}

/* It was asked alone and came out the same: from now on that is how this server says no. */
static void learn_no(struct line *line, enum hs_outcome outcome)
{
	struct asking *asking = line->asking;

	if (asking->means_no[outcome] || asking->seen->matrix.refused)
		return;
	asking->means_no[outcome] = true;
	budget_calm(asking->env->budget, asking->address);
}

static bool is_answer(enum hs_outcome outcome)
{
	return outcome == HS_DONE || outcome == HS_ALERT || outcome == HS_NOT_TLS;
}

static enum next take_answer(struct line *line, const struct exchange *exchange)
{
	struct asking *asking = line->asking;
	struct seen_reaction reaction = { greeting_outcome(line->greeting, exchange),
		greeting_reply(line->greeting)->alert };

	asking->seen->matrix.lost += !is_answer(reaction.outcome);
	if (!is_answer(reaction.outcome) && try_again(line, reaction.outcome))
		return AGAIN;
	if (reaction.outcome == HS_NO_CONNECTION) {
		asking->unclear = true;
		return OVER;
	}
	if (is_answer(reaction.outcome))
		asking->seen->matrix.refused += line->refused; /* it was the crowd */
	else if (!line->question.oddity)
		learn_no(line, reaction.outcome);
	line->refused = false;
	line->tries = 0;
	if (line->oddity)
		line->oddity->usual = reaction;
	line->oddity = NULL;
	if (line->question.oddity && take_oddity(line, reaction))
		return AGAIN;
	return reaction.outcome == HS_DONE ? take_hello(line, greeting_reply(line->greeting))
					   : take_refusal(line, reaction);
}

/* ---- Asking ---- */

/* A whole handshake, where it is time for one and this server does any. The question waits. */
static bool shake_hands(struct line *line, struct exchange *exchange)
{
	struct asking *asking = line->asking;
	const struct settings *settings = &asking->seen->settings;
	struct handshake_wish wish = {
		.sni = settings_sni(settings),
		.min = TLS_1_0,
		.max = TLS_1_3,
		.alpn_http = settings->target.http,
		.cert_file = settings->cert_file,
		.key_file = settings->key_file,
	};
	char *why = NULL;

	if (asking->broken_off < BROKEN_OFF_MOST || asking->seen->handshake.outcome != HS_DONE)
		return false;
	asking->broken_off = 0;
	line->whole = handshake_new(&wish, &why);
	free(why);
	if (line->whole)
		exchange->wire = handshake_wire(line->whole);
	return line->whole != NULL;
}

static void ask(struct line *line, struct exchange *exchange)
{
	struct asking *asking = line->asking;

	exchange->hang_up = !shake_hands(line, exchange);
	if (line->whole)
		return;
	asking->broken_off++;
	line->greeting = question_greeting(&line->question, &asking->seen->settings);
	exchange->wire = greeting_wire(line->greeting);
	/* Most servers have more groups than suites of any version: their lines are the longest. */
	exchange->patient = line->question.version != TLS_1_3;
	asking->env->asked(asking->env->context, ++asking->seen->matrix.hellos);
}

static bool go_on(void *context, struct exchange *exchange)
{
	struct line *line = context;
	bool more = line->whole || take_answer(line, exchange) == AGAIN || ask_order(line) ||
		    next_question(line);

	handshake_free(line->whole);
	line->whole = NULL;
	greeting_free(line->greeting);
	line->greeting = NULL;
	exchange_free(exchange);
	if (more)
		ask(line, exchange);
	return more;
}

static void prepare(struct line *line, struct exchange *exchange)
{
	const struct asking *asking = line->asking;

	probe_exchange(
		asking->seen, &asking->address, asking->proxied ? &asking->proxy : NULL, exchange);
	if (exchange->timeout_ms > ANSWER_MS)
		exchange->timeout_ms = ANSWER_MS;
	exchange->again = go_on;
	exchange->again_context = line;
	ask(line, exchange);
}

static void ask_all(struct asking *asking)
{
	struct exchange_env env = probe_exchange_env(asking->env);
	struct exchange exchanges[LINES] = { 0 };
	size_t count = 0;

	while (count < LINES) {
		struct line *line = &asking->lines[count];

		line->asking = asking;
		if (!next_question(line))
			break;
		prepare(line, &exchanges[count++]);
	}
	exchange_all(&env, exchanges, count);
	for (size_t i = 0; i < count; i++) {
		struct line *line = &asking->lines[i];

		asking->unclear |= line->greeting || line->whole; /* cut off in the middle */
		handshake_free(line->whole);
		greeting_free(line->greeting);
		list_free(&line->question.left);
		list_free(&line->found);
		exchange_free(&exchanges[i]);
	}
	asking->unclear |= asking->next < asking->count;
	while (asking->next < asking->count)
		list_free(&asking->waiting[asking->next++].left);
}

/* ---- The probe ---- */

static bool may_look(struct evidence *seen)
{
	const char *why = NULL;

	if (seen->settings.depth == DEPTH_QUICK)
		why = WHY_QUICK;
	else if (seen->settings.depth != DEPTH_DEEP || !probe_worth_more(seen))
		why = WHY_NOT_NEEDED;
	if (!probe_chosen(seen) || seen->parts[PART_HANDSHAKE].state != PART_SEEN)
		evidence_part_status(seen, PART_MATRIX, PART_NOT_REACHED, WHY_EARLIER, NULL);
	else if (why)
		evidence_part_status(seen, PART_MATRIX, PART_SKIPPED, why, NULL);
	else
		return true;
	return false;
}

static void begin(struct seen_matrix *matrix)
{
	static const int versions[] = { TLS_1_3, TLS_1_2, TLS_1_1, TLS_1_0, SSL_3, SSL_2 };

	matrix->offer_count = sizeof(versions) / sizeof(versions[0]);
	matrix->offers = memory_new(matrix->offer_count, sizeof(*matrix->offers));
	for (size_t i = 0; i < matrix->offer_count; i++) {
		seen_offer_init(&matrix->offers[i]);
		matrix->offers[i].version = versions[i];
	}
	/* One of each kind; lines keep pointers into it. */
	matrix->oddities = memory_new(ODDITY_COUNT, sizeof(*matrix->oddities));
	matrix->hellos = 0;
	matrix->refused = 0;
	matrix->lost = 0;
}

static int by_number(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static void sort(int *numbers, size_t count)
{
	if (count)
		qsort(numbers, count, sizeof(*numbers), by_number);
}

/* Lines run side by side: by number, the same server gives the same lists. */
static void end(const struct asking *asking, struct seen_matrix *matrix)
{
	matrix->complete = !asking->unclear;
	sort(matrix->groups, matrix->group_count);
	sort(matrix->schemes, matrix->scheme_count);
	for (size_t i = 0; i < matrix->offer_count; i++) {
		struct seen_offer *offer = &matrix->offers[i];

		sort(offer->suites, offer->suite_count);
		if (offer->spoken < 0 && matrix->complete)
			offer->spoken = 0; /* all of its suites were refused */
	}
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	struct asking *asking;

	if (!may_look(seen))
		return;
	asking = memory_new(1, sizeof(*asking));
	asking->env = env;
	asking->seen = seen;
	asking->address = probe_chosen(seen);
	asking->proxied = probe_proxy(&seen->settings, &asking->proxy);
	begin(&seen->matrix);
	add_first_questions(asking);
	ask_all(asking);
	end(asking, &seen->matrix);
	proxy_free(&asking->proxy);
	free(asking);
	if (cancel_asked(env->cancel))
		evidence_part_status(seen, PART_MATRIX, PART_SKIPPED, WHY_CANCELLED, NULL);
	else
		probe_done(seen, PART_MATRIX, began_us);
}

const struct probe probe_matrix = { .part = PART_MATRIX, .beside = true, .look = look };
