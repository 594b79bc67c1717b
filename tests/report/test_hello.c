/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client offers, alone and beside a server, for people and for programs. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/client_list.h"
#include "i18n/cells.h"
#include "report/hello.h"
#include "report/sample.h"
#include "tls/capture.h"

static void with_utf8(void)
{
	cr_assert(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(report_hello, .init = with_utf8);

/* Two: a browser's with an odd name, and a pasted list. */
static struct seen_hellos sample_hellos(void)
{
	static const char pasted[] = "TLS_AES_128_GCM_SHA256 DES-CBC3-SHA RC4-SHA";
	struct seen_hellos hellos = { 0 };
	struct client_list list;
	struct seen_hello own;

	cr_assert_eq(client_list_read(pasted, strlen(pasted), &list), CLIENT_LIST_OK);
	seen_hellos_add(&hellos, &list.hello);
	client_list_free(&list);
	cr_assert(capture_own("localhost", true, &own));
	own.source = HELLO_CAPTURED;
	own.from = memory_text("192.0.2.4");
	seen_hellos_add(&hellos, &own);
	seen_hello_free(&own);
	return hellos;
}

static void free_hellos(struct seen_hellos *hellos)
{
	for (size_t i = 0; i < hellos->count; i++)
		seen_hello_free(&hellos->items[i]);
	free(hellos->items);
}

static char *render(const char *format, const char *code, const struct session *session,
	int columns, bool ascii)
{
	struct seen_hellos hellos = sample_hellos();
	const struct report_options options = {
		.language = language_by_name(code),
		.columns = columns,
		.ascii = ascii,
	};
	char *text = report_hellos(format, &hellos, session, &options);

	free_hellos(&hellos);
	return text;
}

Test(report_hello, every_language_fits_into_the_columns)
{
	static const char *const codes[] = { "en", "ja", "tl", "nl" };
	struct session *session = sample_healthy();

	for (size_t i = 0; i < 4; i++) {
		char *text = render("text", codes[i], session, 60, false), *rest = text;

		for (char *line; (line = strsep(&rest, "\n"));)
			cr_expect_leq(cells_wide(line, SIZE_MAX), 60, "%s: %s", codes[i], line);
		free(text);
	}
	sample_free(session);
}

Test(report_hello, weak_ones_are_marked_and_both_clients_shown)
{
	char *text = render("text", "en", NULL, 80, false);

	cr_expect(strstr(text, "! TLS_RSA_WITH_3DES_EDE_CBC_SHA  (weak)"), "%s", text);
	cr_expect(strstr(text, "! TLS_RSA_WITH_RC4_128_SHA  (insecure)"), "%s", text);
	cr_expect(strstr(text, "192.0.2.4"), "%s", text);
	cr_expect(strstr(text, "The list that was given"), "%s", text);
	cr_expect_not(strstr(text, "Server  "), "%s", text);
	free(text);
}

Test(report_hello, signs_are_ascii_when_asked)
{
	struct session *session = sample_healthy();
	char *text = render("text", "en", session, 80, true);

	for (const char *c = text; *c; c++)
		cr_assert_lt((unsigned char)*c, 0x80, "%s", c);
	free(text);
	sample_free(session);
}

Test(report_hello, json_has_what_the_contract_says)
{
	static const char *const kinds[] = { "versions", "suites", "groups", "schemes" };
	struct session *session = sample_healthy();
	char *text = render("json", "nl", session, 0, false);
	json_t *json = json_loads(text, 0, NULL);
	json_t *common = json_object_get(json, "common");

	cr_assert(json);
	cr_expect_str_eq(json_string_value(json_object_get(json_object_get(json, "hello"), "from")),
		"192.0.2.4");
	cr_expect_eq(json_array_size(json_object_get(json, "others")), 1);
	cr_expect(json_is_string(json_object_get(common, "outcome")));
	for (size_t i = 0; i < 4; i++) {
		json_t *table = json_object_get(common, kinds[i]);

		cr_expect(json_is_array(json_object_get(table, "common")), "%s", kinds[i]);
		cr_expect(json_is_array(json_object_get(table, "client_only")), "%s", kinds[i]);
		cr_expect(json_is_array(json_object_get(table, "server_only")), "%s", kinds[i]);
		cr_expect(json_is_boolean(json_object_get(table, "certain")), "%s", kinds[i]);
	}
	json_decref(json);
	free(text);
	sample_free(session);
}

Test(report_hello, without_a_server_common_is_null_and_a_line_is_one_line)
{
	char *text = render("jsonl", "en", NULL, 0, false);
	json_t *json = json_loads(text, 0, NULL);

	cr_assert(json);
	cr_expect(json_is_null(json_object_get(json, "common")));
	cr_expect_eq(strchr(text, '\n'), text + strlen(text) - 1);
	json_decref(json);
	free(text);
	cr_expect_null(render("nagios", "en", NULL, 0, false));
}

Test(report_hello, a_session_with_a_client_shows_both_sides_in_its_own_report)
{
	struct session *session = sample_healthy();
	struct seen_hellos hellos = sample_hellos();
	char *text;
	json_t *json;

	for (size_t i = hellos.count; i-- > 0;)
		seen_hellos_add(&session->evidence.hellos, &hellos.items[i]);
	free_hellos(&hellos);
	text = sample_render(session, "text", "en", 80);
	cr_expect(strstr(text, "The two sides compared"), "%s", text);
	cr_expect(strstr(text, "Client  Server"), "%s", text);
	free(text);
	text = sample_render(session, "json", "en", 0);
	json = json_loads(text, 0, NULL);
	cr_expect(json_is_object(json_object_get(json, "common")), "%s", text);
	json_decref(json);
	free(text);
	sample_free(session);
}
