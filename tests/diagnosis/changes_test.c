/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "diagnosis/changes.h"
#include "guide/changes.h"
#include "ranked.h"

TestSuite(diagnosis_changes);

static struct ranked before, after;
static struct changes changes;

static void begin(void)
{
	ranked_begin(&before, NULL);
	ranked_begin(&after, NULL);
}

static void end(void)
{
	changes_free(&changes);
	ranked_end(&before);
	ranked_end(&after);
}

static void compare(void)
{
	ranked_again(&before);
	ranked_again(&after);
	changes_between((struct run_seen){ &before.evidence, &before.causes },
		(struct run_seen){ &after.evidence, &after.causes }, &changes);
}

/* The text of fact NAME of the change ID, the first of a list; NULL when there is none. */
static const char *fact_of(const char *id, const char *name)
{
	for (size_t i = 0; i < changes.count; i++) {
		const struct fact *fact = facts_find(&changes.items[i].facts, name);

		if (strcmp(changes.items[i].id, id) != 0 || !fact)
			continue;
		return fact->kind == FACT_LIST ? fact->list[0] : fact->text ? fact->text : "number";
	}
	return NULL;
}

static void tells(const char *id, const char *name, const char *value)
{
	const char *found = fact_of(id, name);

	cr_expect(found && !strcmp(found, value), "%s %s: %s", id, name, found ? found : "none");
}

Test(diagnosis_changes, the_same_twice_is_no_change, .init = begin, .fini = end)
{
	compare();
	cr_expect_eq(changes.count, 0, "%s", changes.count ? changes.items[0].id : "");
}

Test(diagnosis_changes, a_renewed_certificate_mends_its_cause, .init = begin, .fini = end)
{
	make_dates(make_leaf(&before.evidence), -400, -2);
	make_text(&make_leaf(&before.evidence)->sha256, "aa");
	make_text(&make_leaf(&after.evidence)->sha256, "bb");
	make_text(&make_leaf(&after.evidence)->issuer, "CN=Another CA");
	compare();
	tells("cause-gone", "cause", "certificate-expired");
	tells("certificate", "not_after", "number");
	tells("fingerprint", "before", "aa");
	tells("fingerprint", "after", "bb");
	tells("issuer", "after", "CN=Another CA");
	cr_expect_null(fact_of("cause-new", "cause"));
	cr_expect_null(fact_of("chain", "before"), "the chain is part of the certificate");
}

Test(diagnosis_changes, a_new_cause_is_told, .init = begin, .fini = end)
{
	make_dates(make_leaf(&after.evidence), -400, -2);
	compare();
	tells("cause-new", "cause", "certificate-expired");
}

Test(diagnosis_changes, another_chain_below_the_same_certificate, .init = begin, .fini = end)
{
	make_text(&before.evidence.handshake.chain[0].sha256, "aa");
	make_text(&after.evidence.handshake.chain[0].sha256, "aa");
	make_text(&before.evidence.handshake.chain[1].sha256, "cc");
	make_text(&after.evidence.handshake.chain[1].sha256, "dd");
	compare();
	tells("chain", "after", "number");
}

Test(diagnosis_changes, addresses_come_and_go_in_any_order, .init = begin, .fini = end)
{
	struct seen_lookup *old = &before.evidence.lookup;
	struct seen_lookup *new = &after.evidence.lookup;
	char **items[] = { memory_new(2, sizeof(char *)), memory_new(2, sizeof(char *)) };

	for (size_t i = 0; i < old->address_count; i++)
		free(old->addresses[i]);
	free(old->addresses);
	for (size_t i = 0; i < new->address_count; i++)
		free(new->addresses[i]);
	free(new->addresses);
	old->addresses = items[0];
	new->addresses = items[1];
	old->address_count = new->address_count = 2;
	items[0][0] = memory_text("192.0.2.1");
	items[0][1] = memory_text("192.0.2.2");
	items[1][0] = memory_text("192.0.2.3");
	items[1][1] = memory_text("192.0.2.1");
	compare();
	tells("addresses-new", "addresses", "192.0.2.3");
	tells("addresses-gone", "addresses", "192.0.2.2");
}

Test(diagnosis_changes, what_the_server_accepts, .init = begin, .fini = end)
{
	make_offer(&before.evidence, 0x0303, 0xc02f);
	make_offer(&after.evidence, 0x0303, 0xc030);
	compare();
	tells("suites-new", "suites", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
	tells("suites-gone", "suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
}

Test(diagnosis_changes, what_one_run_did_not_ask_has_not_changed, .init = begin, .fini = end)
{
	make_offer(&after.evidence, 0x0303, 0xc030);
	compare();
	cr_expect_null(fact_of("suites-new", "suites"));
	cr_expect_null(fact_of("groups-new", "groups"));
	cr_expect_null(fact_of("versions-new", "versions"));
}

Test(diagnosis_changes, a_failed_look_up_is_no_lost_address, .init = begin, .fini = end)
{
	after.evidence.lookup.outcome = LOOKUP_FAILED;
	make_not_reached(&after.evidence, PART_CONNECT);
	compare();
	cr_expect_null(fact_of("addresses-gone", "addresses"));
}

Test(diagnosis_changes, every_id_has_a_sentence_and_its_facts, .init = begin, .fini = end)
{
	const struct facts none = { 0 };

	for (size_t i = 0; guide_change_at(i); i++) {
		const struct change change = { .id = guide_change_at(i), .facts = none };
		char *text = guide_change(language_english(), &change, NULL);

		cr_expect(strcmp(text, change.id) != 0, "%s", text);
		free(text);
	}
	make_dates(make_leaf(&before.evidence), -400, -2);
	make_text(&make_leaf(&before.evidence)->sha256, "aa");
	make_text(&make_leaf(&after.evidence)->sha256, "bb");
	make_offer(&before.evidence, 0x0303, 0xc02f);
	make_offer(&after.evidence, 0x0303, 0xc030);
	compare();
	for (size_t i = 0; i < changes.count; i++) {
		char *text = guide_change(language_english(), &changes.items[i], "Why.");

		cr_expect(!strstr(text, "unknown"), "%s: %s", changes.items[i].id, text);
		cr_expect(!strchr(text, '{'), "%s", text);
		free(text);
	}
}
