/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/question.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/groups.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

/* Inside the record header, the handshake header and the random: a place where only reassembly helps. */
#define SPLIT_AT 60
#define SPLIT_PAUSE_MS 150
/* As browsers' hellos with a post-quantum share: more than any Ethernet frame holds. */
#define LARGE 1800
/* Smaller than any path's MTU lets through. */
#define PIECE 400

enum {
	SSL_2 = 0x0002,
	SSL_3 = 0x0300,
	TLS_1_2 = 0x0303,
	TLS_1_3 = 0x0304,
	X25519 = 0x001d,
	X25519MLKEM768 = 0x11ec,
};

/* ---- Lists ---- */

void list_add(struct list *list, unsigned number)
{
	list->at = memory_resize(list->at, list->count + 1, sizeof(*list->at));
	list->at[list->count++] = number;
}

bool list_take(struct list *list, unsigned number)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i] == number) {
			memmove(&list->at[i], &list->at[i + 1],
				(list->count - i - 1) * sizeof(*list->at));
			list->count--;
			return true;
		}
	return false;
}

void list_free(struct list *list)
{
	free(list->at);
	*list = (struct list){ 0 };
}

static bool list_has(const struct list *list, unsigned number)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i] == number)
			return true;
	return false;
}

static void list_add_new(struct list *list, unsigned number)
{
	if (!list_has(list, number))
		list_add(list, number);
}

static struct numbers numbers_of(const struct list *list)
{
	return (struct numbers){ list->at, list->count };
}

/* ---- What there is to ask for ---- */

/* Needs no password, ticket server or shared key, and was more than a draft: what web and mail servers have. */
static bool likely(const struct suite *suite)
{
	switch (suite->exchange) {
	case EXCHANGE_ANY:
	case EXCHANGE_RSA:
	case EXCHANGE_DHE:
	case EXCHANGE_ECDHE:
	case EXCHANGE_DH:
	case EXCHANGE_ECDH:
		return true;
	default:
		return false;
	}
}

void question_suites(int version, struct list *ret)
{
	size_t count;
	const struct suite *suites = suites_all(&count);

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++)
			if (suites[i].first_version <= version &&
				version <= suites[i].last_version &&
				!(suites[i].flags & SUITE_SIGNAL) &&
				suites[i].exchange != EXCHANGE_NONE && likely(&suites[i]) == !pass)
				list_add(ret, suites[i].number);
}

static bool usable(const struct group *group, int version)
{
	if (version == TLS_1_3)
		return group->flags & GROUP_TLS13;
	return group->kind == GROUP_EC && group->number <= 0x001e;
}

void question_groups(int version, struct list *ret)
{
	size_t count;
	const struct group *groups = groups_all(&count);

	for (size_t i = 0; i < hello_usual_groups.count; i++) {
		const struct group *group = group_find(hello_usual_groups.at[i]);

		if (group && usable(group, version))
			list_add_new(ret, group->number);
	}
	for (size_t i = 0; i < count; i++)
		if (usable(&groups[i], version))
			list_add_new(ret, groups[i].number);
}

static void all_schemes(struct list *ret)
{
	size_t count;
	const struct scheme *schemes = schemes_all(&count);

	for (size_t i = 0; i < hello_usual_schemes.count; i++)
		list_add_new(ret, hello_usual_schemes.at[i]);
	for (size_t i = 0; i < count; i++)
		list_add_new(ret, schemes[i].number);
}

/* ---- In which words ---- */

#define NUMBERS(array) ((struct numbers){ (array), sizeof(array) / sizeof((array)[0]) })

static const char *const web_protocols[] = { "h2", "http/1.1" };
static const unsigned modern_suites[] = { 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
	0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035 };
#define STATIC_SUITES 4 /* so many at the end of them encrypt to the key of the certificate */
static const unsigned modern_versions[] = { TLS_1_3, TLS_1_2 };
static const unsigned only_1_3[] = { TLS_1_3 };
static const unsigned suites_1_3[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };
static const unsigned ecdhe_suites[] = { 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc023,
	0xc027, 0xc024, 0xc028, 0xc009, 0xc013, 0xc00a, 0xc014, 0xc008, 0xc012 };
static const unsigned any_compression[] = { 1, 0 }; /* DEFLATE, or none */
static const unsigned large_groups[] = { X25519MLKEM768, X25519, 0x0017, 0x0018, 0x0019 };
/* Chrome's of 2026: Firefox and Safari have these and a few more. */
static const unsigned browser_groups[] = { X25519MLKEM768, X25519, 0x0017, 0x0018 };
static const unsigned browser_schemes[] = { 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806,
	0x0601 };
static const struct hello_share large_shares[] = { { X25519MLKEM768, 0 }, { X25519, 0 } };
static const struct hello_share usual_shares[] = { { X25519, 0 } };

/* What all questions above SSL 3 have in common. */
static void plan_extensions(
	const struct question *question, const struct settings *settings, struct hello_plan *plan)
{
	plan->sni = settings_sni(settings);
	plan->point_formats = true;
	plan->renegotiation_info = true;
	plan->session_ticket = true;
	plan->encrypt_then_mac = true;
	plan->extended_master_secret = question->oddity != ODDITY_NO_EMS;
	plan->grease = question->oddity == ODDITY_GREASE;
	if (settings->target.http) {
		plan->alpn = web_protocols;
		plan->alpn_count = 2;
	}
}

static bool is_large(const struct question *question)
{
	return question->oddity == ODDITY_LARGE || question->oddity == ODDITY_PIECES;
}

/* TLS 1.3: an empty key_share costs the server nothing; it names suite and group in a HelloRetryRequest. */
static void plan_version(const struct question *question, struct hello_plan *plan)
{
	plan->version = question->version;
	plan->ssl2_form = question->version == SSL_2;
	plan->renegotiation_scsv = question->version == SSL_3;
	if (question->version != TLS_1_3)
		return;
	plan->version = TLS_1_2;
	plan->session_id = true;
	plan->versions = NUMBERS(only_1_3);
	plan->key_share = true;
	plan->psk_modes = true;
	if (!is_large(question))
		return;
	plan->shares = large_shares;
	plan->share_count = 1;
}

/* As a browser of today says hello. */
static void plan_usual(const struct question *question, struct hello_plan *plan)
{
	plan->version = TLS_1_2;
	plan->session_id = true;
	plan->suites = NUMBERS(modern_suites);
	if (question->oddity == ODDITY_EPHEMERAL)
		plan->suites.count -= STATIC_SUITES;
	plan->groups = hello_usual_groups;
	if (question->version != TLS_1_3)
		return;
	plan->versions = NUMBERS(modern_versions);
	plan->key_share = true;
	plan->psk_modes = true;
	plan->shares = is_large(question) ? large_shares : usual_shares;
	plan->share_count = is_large(question) ? 2 : 1;
	if (is_large(question))
		plan->groups = NUMBERS(large_groups);
	if (question->oddity != ODDITY_BROWSER)
		return;
	plan->groups = NUMBERS(browser_groups);
	plan->schemes = NUMBERS(browser_schemes);
}

/* The first that fit into a hello. */
static struct numbers some_of(const struct list *list)
{
	struct numbers numbers = numbers_of(list);

	if (numbers.count > SUITES_A_HELLO)
		numbers.count = SUITES_A_HELLO;
	return numbers;
}

static void plan_question(const struct question *question, struct hello_plan *plan)
{
	if (question->kind == ASK_HELLO) {
		plan_usual(question, plan);
		return;
	}
	plan_version(question, plan);
	plan->suites = some_of(&question->left);
	plan->fallback_scsv = question->kind == ASK_FALLBACK;
	if (question->kind == ASK_ORDER && question->version < TLS_1_3)
		plan->compressions = NUMBERS(any_compression);
	if (question->kind != ASK_GROUPS)
		return;
	plan->groups = numbers_of(&question->left);
	plan->suites = question->version == TLS_1_3 ? NUMBERS(suites_1_3) : NUMBERS(ecdhe_suites);
}

static struct greeting_pace pace_of(const struct question *question)
{
	struct greeting_pace pace = { 0 };

	if (question->oddity == ODDITY_SPLIT) {
		pace.split_at = SPLIT_AT;
		pace.pause_ms = SPLIT_PAUSE_MS;
	}
	if (question->oddity == ODDITY_PIECES)
		pace.piece = PIECE;
	return pace;
}

struct greeting *question_greeting(const struct question *question, const struct settings *settings)
{
	struct hello_plan plan = {
		.seed = (uint64_t)question->version * 7919 + question->left.count,
	};
	struct greeting_pace pace = pace_of(question);
	struct list groups = { 0 }, schemes = { 0 };
	struct greeting *greeting;

	if (question->version > SSL_3) {
		question_groups(question->version, &groups);
		all_schemes(&schemes);
		plan.groups = numbers_of(&groups);
		plan.schemes = numbers_of(&schemes);
		plan_extensions(question, settings, &plan);
	}
	plan_question(question, &plan);
	plan.length = is_large(question) ? LARGE : 0;
	/* Up to TLS 1.2, group, scheme and size of the key stand behind the ServerHello. */
	greeting = greeting_new(
		&plan, question->kind == ASK_HELLO ? REPLY_UNTIL_HELLO : REPLY_UNTIL_DONE, &pace);
	list_free(&groups);
	list_free(&schemes);
	return greeting;
}

const char *oddity_label(enum oddity oddity)
{
	static const char *const labels[ODDITY_COUNT] = {
		[ODDITY_NONE] = "usual",
		[ODDITY_LARGE] = "large",
		[ODDITY_PIECES] = "pieces",
		[ODDITY_SPLIT] = "split",
		[ODDITY_GREASE] = "grease",
		[ODDITY_NO_EMS] = "no-ems",
		[ODDITY_BROWSER] = "browser",
		[ODDITY_EPHEMERAL] = "ephemeral",
	};

	return labels[oddity];
}

/* ---- What browsers lack ---- */

static bool has(struct numbers numbers, unsigned number)
{
	for (size_t i = 0; i < numbers.count; i++)
		if (numbers.at[i] == number)
			return true;
	return false;
}

bool question_unusual_key(const struct seen_handshake *handshake)
{
	const struct seen_cert *leaf = handshake->chain_count ? &handshake->chain[0] : NULL;

	if (!leaf || !leaf->key_type || !strcmp(leaf->key_type, "RSA"))
		return false;
	return !leaf->key_curve || (strcmp(leaf->key_curve, "SECP256R1") != 0 &&
					   strcmp(leaf->key_curve, "SECP384R1") != 0);
}

enum oddity question_of_today(const struct seen_handshake *handshake)
{
	const struct suite *suite = suite_named(handshake->cipher);
	const struct group *group = group_named(handshake->group);

	if (handshake->outcome != HS_DONE || handshake->version < TLS_1_2)
		return ODDITY_NONE;
	if ((suite && !has(NUMBERS(modern_suites), suite->number)) ||
		(group && !has(NUMBERS(browser_groups), group->number)) ||
		question_unusual_key(handshake))
		return ODDITY_BROWSER;
	return suite && suite->exchange == EXCHANGE_RSA ? ODDITY_EPHEMERAL : ODDITY_LARGE;
}
