/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is private is gone, always by the same words, and nothing else is. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "make.h"
#include "session/redact.h"

TestSuite(redact);

static const struct redact_own own = {
	.host = "deskbox",
	.user = "anna",
	.home = "/srv/people/anna",
};

/* ---- Texts ---- */

static void becomes(const char *text, const char *expected)
{
	struct redactor *redactor = redactor_new(&own);
	char *changed = redactor_text(redactor, text);

	cr_expect_str_eq(changed, expected, "%s became %s", text, changed);
	free(changed);
	redactor_free(redactor);
}

Test(redact, addresses_of_one_network_go)
{
	becomes("10.1.2.3", "[address 1]");
	becomes("192.168.0.1:8443", "[address 1]:8443");
	becomes("172.16.0.1 and 172.31.255.254, not 172.32.0.1",
		"[address 1] and [address 2], not 172.32.0.1");
	becomes("169.254.7.7", "[address 1]");
	becomes("100.64.0.1 is shared, 100.128.0.1 is not",
		"[address 1] is shared, 100.128.0.1 is not");
	becomes("[fd00::1]:443", "[[address 1]]:443");
	becomes("fe80::1%eth0", "[address 1]%eth0");
	becomes("::ffff:10.0.0.1", "[address 1]");
	becomes("It is 10.0.0.1.", "It is [address 1].");
	becomes("It is fd00::1:", "It is [address 1]:");
	becomes("10.0.0.1, then 10.0.0.2, then 10.0.0.1",
		"[address 1], then [address 2], then [address 1]");
}

Test(redact, public_addresses_and_loopback_stay)
{
	static const char *const texts[] = { "192.0.2.1", "8.8.8.8:53", "2001:db8::1", "127.0.0.1",
		"::1", "11.0.0.1", "1.2.3.4.5", "10.1.2", "TLS 1.3", "12:30:45", "a::b::c", "" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		becomes(texts[i], texts[i]);
}

Test(redact, names_of_the_own_network_go)
{
	becomes("printer.local", "[host 1]");
	becomes("CN=wiki.corp,O=Example", "CN=[host 1],O=Example");
	becomes("http://nas.home.arpa:8080/x", "http://[host 1]:8080/x");
	becomes("fritz.box", "[host 1]");
	becomes("deskbox", "[host 1]");
	becomes("DeskBox:443", "[host 1]:443");
	becomes("www.example.com", "www.example.com");
	becomes("localhost", "localhost");
	becomes("local", "local");
	becomes("my-locale.org", "my-locale.org");
	becomes("desktop", "desktop");
}

Test(redact, who_it_is_goes)
{
	becomes("/home/anna/.mozilla/firefox", "/home/[user 1]/.mozilla/firefox");
	becomes("/Users/Anna Smith/Library", "/Users/[user 1]/Library");
	becomes("C:\\Users\\anna\\AppData", "C:\\Users\\[user 1]\\AppData");
	becomes("in /home/anna", "in /home/[user 1]");
	becomes("/srv/people/anna/ca.pem", "[home]/ca.pem");
	becomes("/srv/people/annabel/ca.pem", "/srv/people/annabel/ca.pem");
	becomes("anna", "[user 1]");
	becomes("write to anna@example.com.", "write to [mail 1].");
}

Test(redact, logins_and_queries_go)
{
	becomes("http://anna:secret@proxy.example:3128", "http://[login]@proxy.example:3128");
	becomes("http://anna:se@cret@proxy.example:3128/", "http://[login]@proxy.example:3128/");
	becomes("anna:secret@proxy.example", "[login]@proxy.example");
	becomes("https://shop.example/cart?session=abc123 failed",
		"https://shop.example/cart?[query] failed");
	becomes("/cart?session=abc123", "/cart?[query]");
	becomes("GET /cart?session=abc123 \"x\"", "GET /cart?[query] \"x\"");
	becomes("Really? Yes.", "Really? Yes.");
	becomes("https://shop.example/ Really?", "https://shop.example/ Really?");
}

Test(redact, any_text_comes_through_whole)
{
	static const char *const pieces[] = { "10.0.0.1", "://", "@", "?", "/home/", ":", "::", "[",
		"é", "サ", ".local", "anna", " ", "\\Users\\", "fd00::", "-", ".", "%", "\"", "x" };
	uint32_t seed = 1;

	for (int round = 0; round < 5000; round++) {
		struct redactor *redactor = redactor_new(&own);
		struct buffer buffer = { 0 };
		char *changed, *again;

		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			buffer_add_text(&buffer,
				pieces[(seed >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		changed = redactor_text(redactor, buffer.bytes);
		cr_assert(text_is_utf8(changed, strlen(changed)), "%s", buffer.bytes);
		cr_assert(!strstr(changed, " 10.0.0.1 "), "%s became %s", buffer.bytes, changed);
		again = redactor_text(redactor, buffer.bytes);
		cr_assert_str_eq(changed, again);
		free(again);
		free(changed);
		buffer_free(&buffer);
		redactor_free(redactor);
	}
}

/* ---- Sessions ---- */

/* NULL: it can't be read. */
static struct session *session_of(const struct evidence *evidence)
{
	json_t *json = evidence_json(evidence);
	char *where = NULL;
	struct session *session = session_from_json(json, NULL, &where);

	free(where);
	json_decref(json);
	return session;
}

/* The evidence and the findings of SESSION, all in one text. */
static char *all_of(const struct session *session)
{
	struct buffer buffer = { 0 };
	json_t *json = evidence_json(&session->evidence);
	char *text = json_dumps(json, JSON_COMPACT);

	buffer_add_text(&buffer, text);
	free(text);
	json_decref(json);
	for (size_t i = 0; i < session->findings.count; i++) {
		json = facts_json(&session->findings.items[i].facts);
		text = json_dumps(json, JSON_COMPACT);
		buffer_add_text(&buffer, text);
		free(text);
		json_decref(json);
	}
	return buffer_take(&buffer);
}

static void lacks(const char *all, const char *secret)
{
	const char *found = strstr(all, secret);

	cr_expect_null(
		found, "%s in ...%.100s", secret, found && found - all > 40 ? found - 40 : found);
}

static void has_same_causes(
	const struct session *one, const struct session *other, const char *which)
{
	cr_assert_eq(one->causes.count, other->causes.count, "%s", which);
	for (size_t i = 0; i < one->causes.count; i++)
		cr_expect_eq(one->causes.items[i].rule, other->causes.items[i].rule, "%s: %s, %s",
			which, one->causes.items[i].rule->id, other->causes.items[i].rule->id);
	cr_expect_eq(one->verdict, other->verdict, "%s", which);
}

/* An office: its proxy, its search domain, a person's files, a login pasted with an error. */
static struct session *office(void)
{
	struct evidence evidence;
	struct session *session;

	evidence_init(&evidence);
	make_healthy(&evidence);
	make_text(&evidence.settings.proxy, "http://bob:pass@squid:3128");
	make_text(&evidence.connect.proxy_name, "squid:3128");
	make_text(&evidence.settings.target.path, "/account?token=abcdef");
	make_text(&evidence.settings.ca_file, "/home/bob/office-ca.pem");
	make_text(&evidence.settings.cert_file, "/home/bob/me.crt");
	make_text(&evidence.settings.key_file, "/home/bob/me.key");
	make_text(&evidence.settings.user, "bob");
	make_text(&evidence.http.location, "https://login.acme-office.example/?state=abcdef");
	make_text(&evidence.handshake.starttls_reply,
		"220 mx1.intra.acme-office.example from 10.9.8.7");
	evidence.resolver.search = memory_new(1, sizeof(char *));
	evidence.resolver.search[0] = memory_text("intra.acme-office.example");
	evidence.resolver.search_count = 1;
	evidence.handshake.client_cas = memory_new(1, sizeof(char *));
	evidence.handshake.client_cas[0] = memory_text("CN=Acme Staff CA");
	evidence.handshake.client_ca_count = 1;
	make_text(
		&evidence.paste.text, "curl: (35) https://bob:pass@www.example.com/ via 10.9.8.7");
	session = session_of(&evidence);
	make_text(&session->evidence.settings.key_file, "/home/bob/me.key");
	evidence_free(&evidence);
	return session;
}

Test(redact, nothing_private_is_left_anywhere)
{
	static const char *const secrets[] = { "bob", "pass", "squid", "intra.acme", "10.9.8.7",
		"abcdef", "Acme Staff", "me.key", "me.crt" };
	struct redactor *redactor = redactor_new(&own);
	struct session *session = office();
	struct session *copy = redactor_session(redactor, session);
	char *all = all_of(copy);

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		lacks(all, secrets[i]);
	cr_expect(strstr(all, "www.example.com"), "the target stays: %s", all);
	cr_expect(copy->redacted);
	cr_expect_not(session->redacted);
	has_same_causes(session, copy, "office");
	free(all);
	session_free(copy);
	session_free(session);
	redactor_free(redactor);
}

Test(redact, the_session_itself_is_left_alone)
{
	struct redactor *redactor = redactor_new(&own);
	struct session *session = office();
	char *before = all_of(session);
	char *after;

	session_free(redactor_session(redactor, session));
	after = all_of(session);
	cr_expect_str_eq(before, after);
	free(before);
	free(after);
	session_free(session);
	redactor_free(redactor);
}

Test(redact, a_key_file_is_never_saved_even_without_it)
{
	struct session *session = office();
	char *all = all_of(session);

	lacks(all, "me.key");
	lacks(all, "bob:pass@squid");
	free(all);
	session_free(session);
}

static char *host_of(struct evidence *evidence)
{
	struct redactor *redactor = redactor_new(&own);
	struct session *session = session_of(evidence);
	struct session *copy = redactor_session(redactor, session);
	char *host = memory_text(copy->evidence.settings.target.host);

	session_free(copy);
	session_free(session);
	redactor_free(redactor);
	return host;
}

Test(redact, a_private_target_goes_with_its_certificate)
{
	struct redactor *redactor = redactor_new(&own);
	struct evidence evidence;
	struct session *session, *copy;
	char *all;

	evidence_init(&evidence);
	make_healthy(&evidence);
	free(evidence.lookup.addresses[0]);
	evidence.lookup.addresses[0] = memory_text("10.0.0.8");
	evidence.lookup.address_count = 1;
	session = session_of(&evidence);
	copy = redactor_session(redactor, session);
	all = all_of(copy);
	/* The fingerprints of this evidence hold the name as well, and stay. */
	lacks(all, "\"www.example.com");
	lacks(all, "=www.example.com");
	lacks(all, "10.0.0.8");
	free(all);
	session_free(copy);
	session_free(session);
	redactor_free(redactor);
	evidence_free(&evidence);
}

Test(redact, which_targets_are_private)
{
	static const struct {
		const char *host, *shown;
	} cases[] = {
		{ "www.example.com", "www.example.com" },
		{ "wiki", "[host " },
		{ "wiki.lan", "[host " },
		{ "localhost", "localhost" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct evidence evidence;
		char *host;

		evidence_init(&evidence);
		make_healthy(&evidence);
		make_text(&evidence.settings.target.host, cases[i].host);
		host = host_of(&evidence);
		cr_expect(text_starts(host, cases[i].shown), "%s: %s", cases[i].host, host);
		free(host);
		evidence_free(&evidence);
	}
}

Test(redact, the_same_stays_the_same_over_several_targets)
{
	struct redactor *redactor = redactor_new(&own);
	struct session *session = office();
	struct session *one = redactor_session(redactor, session);
	struct session *other = redactor_session(redactor, session);
	char *first = all_of(one);
	char *second = all_of(other);

	cr_expect_str_eq(first, second);
	free(first);
	free(second);
	session_free(one);
	session_free(other);
	session_free(session);
	redactor_free(redactor);
}

/* Opened again, what is judged afresh says the same. */
Test(redact, every_case_keeps_its_causes)
{
	size_t count = 0;

	for (const struct made_case *c = made_cases; c->name; c++) {
		struct redactor *redactor = redactor_new(&own);
		struct evidence evidence;
		struct session *session, *copy, *opened;

		evidence_init(&evidence);
		make_healthy(&evidence);
		c->change(&evidence);
		session = session_of(&evidence);
		/* Some hold numbers that no file may have. */
		if (!session) {
			evidence_free(&evidence);
			redactor_free(redactor);
			continue;
		}
		count++;
		copy = redactor_session(redactor, session);
		opened = session_of(&copy->evidence);
		has_same_causes(session, copy, c->name);
		has_same_causes(session, opened, c->name);
		session_free(opened);
		session_free(copy);
		session_free(session);
		redactor_free(redactor);
		evidence_free(&evidence);
	}
	cr_expect_gt(count, 50);
}
