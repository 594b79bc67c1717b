/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a pasted error recognised, whoever wrote it and however it was copied? And is nothing else? */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "check/check.h"
#include "diagnosis/paste.h"
#include "diagnosis/paste_index.h"
#include "pastes.h"

TestSuite(diagnosis_paste);

/* ---- The tables ---- */

Test(diagnosis_paste, every_row_of_the_catalogue_is_sound)
{
	char *wrong = NULL;

	cr_expect(paste_index_check(&wrong), "%s", wrong ? wrong : "");
	free(wrong);
}

Test(diagnosis_paste, every_meaning_is_a_finding_and_every_finding_a_meaning)
{
	const struct check *check = check_find("paste");

	for (size_t i = 0; paste_meaning_at(i); i++) {
		char *id = memory_format("paste.%s", paste_meaning_at(i)->id);

		cr_expect_not_null(check_kind(id), "%s", id);
		free(id);
	}
	for (const struct finding_kind *kind = check->kinds; kind->id; kind++)
		cr_expect_not_null(paste_meaning(kind->id + strlen("paste.")), "%s", kind->id);
}

/* ---- The corpus ---- */

struct score {
	size_t count, right;
	size_t hosts, hosts_right;
};

static const char *first_cause(const struct paste *paste)
{
	return paste->cause_count ? paste->causes[0].id : "none";
}

static bool has_host(const struct pasted *pasted, const struct paste *paste)
{
	return paste->found.host && !strcmp(paste->found.host, pasted->host) &&
	       (pasted->port < 0 || pasted->port == paste->found.port);
}

static void judge(const struct pasted *pasted, const char *name, struct score *score)
{
	struct buffer bytes;
	struct paste paste;

	pasted_bytes(pasted, &bytes);
	paste_read(bytes.bytes, bytes.length, &paste);
	score->count++;
	if (pasted_accepts(pasted, first_cause(&paste)))
		score->right++;
	else if (strcmp(name, "apart") != 0)
		fprintf(stderr, "%s.paste:%d:%s is taken for %s\n", name, pasted->line,
			pasted->causes, first_cause(&paste));
	if (pasted->host) {
		score->hosts++;
		score->hosts_right += has_host(pasted, &paste);
	}
	paste_free(&paste);
	buffer_free(&bytes);
}

static struct score judge_all(const char *name)
{
	struct score score = { 0 };
	struct pasteds pasteds;

	pasteds_read(name, &pasteds);
	for (size_t i = 0; i < pasteds.count; i++)
		judge(&pasteds.items[i], name, &score);
	pasteds_free(&pasteds);
	fprintf(stderr, "%s: %zu of %zu texts (%.1f %%), %zu of %zu hosts\n", name, score.right,
		score.count, 100.0 * (double)score.right / (double)score.count, score.hosts_right,
		score.hosts);
	return score;
}

Test(diagnosis_paste, texts_to_tune_on_are_recognised)
{
	struct score score = judge_all("tuned");

	cr_expect_geq(score.count, 600);
	cr_expect_geq(score.right * 100, score.count * 98);
	cr_expect_geq(score.hosts_right * 100, score.hosts * 95);
}

Test(diagnosis_paste, what_real_programs_printed_is_recognised)
{
	struct score score = judge_all("real");

	cr_expect_geq(score.count, 60);
	cr_expect_eq(score.right, score.count);
}

/* Nobody looks at which of them fail: only the rate counts. */
Test(diagnosis_paste, of_the_texts_kept_apart_95_in_100_are_recognised)
{
	struct score score = judge_all("apart");

	cr_expect_geq(score.count, 300);
	cr_expect_geq(score.right * 100, score.count * 95);
	cr_expect_geq(score.hosts_right * 100, score.hosts * 90);
}

Test(diagnosis_paste, what_is_no_tls_error_is_not_taken_for_one)
{
	struct score score = judge_all("none");

	cr_expect_geq(score.count, 60);
	cr_expect_eq(score.right, score.count);
}

/* ---- What else it tells ---- */

static struct paste read_text(const char *text)
{
	struct paste paste;

	paste_read(text, strlen(text), &paste);
	return paste;
}

Test(diagnosis_paste, host_port_time_alert_and_library_are_taken_from_a_log_line)
{
	struct paste paste = read_text(
		"2024/05/06 07:08:09 [error] 12#12: *33 SSL_do_handshake() failed (SSL: "
		"error:0A000458:SSL routines::tlsv1 unrecognized name:SSL alert number 112) while "
		"SSL handshaking to upstream, client: 192.0.2.44, server: proxy.example.com, "
		"upstream: \"https://origin.example.com:8443/\", OpenSSL 3.0.15");

	cr_expect_str_eq(paste.found.host, "origin.example.com");
	cr_expect_eq(paste.found.port, 8443);
	cr_expect_str_eq(paste.found.time, "2024/05/06 07:08:09");
	cr_expect_eq(paste.found.alert, 112);
	cr_expect_str_eq(paste.found.library, "OpenSSL");
	cr_expect_str_eq(paste.found.version, "3.0.15");
	cr_expect_str_eq(paste.causes[0].id, "sni-unrecognized");
	cr_expect_str_eq(paste.causes[0].producer, "TLS alert");
	paste_free(&paste);
}

Test(diagnosis_paste, the_root_of_a_chain_of_exceptions_counts)
{
	struct paste paste = read_text(
		"javax.net.ssl.SSLException: Connection reset\n"
		"\tat com.example.Client.open(Client.java:12)\n"
		"Caused by: javax.net.ssl.SSLHandshakeException: something\n"
		"Caused by: java.security.cert.CertificateExpiredException: NotAfter: yesterday\n");

	cr_expect_str_eq(paste.messages[0].meaning, "expired");
	cr_expect_eq(paste.messages[0].line, 4);
	cr_expect_str_eq(paste.causes[0].id, "certificate-expired");
	paste_free(&paste);
}

Test(diagnosis_paste, of_two_errors_alike_the_first_of_the_queue_counts)
{
	struct paste paste = read_text(
		"error:0A00018A:SSL routines::dh key too small\n"
		"error:0A000152:SSL routines::unsafe legacy renegotiation disabled\n"
		"error:0A00018A:SSL routines::dh key too small\n");

	cr_assert_geq(paste.message_count, 2);
	cr_expect_geq(paste.messages[0].count, 1);
	cr_expect_not_null(paste.messages[1].excerpt);
	paste_free(&paste);
}

Test(diagnosis_paste, excerpts_show_nothing_that_moves_a_terminal)
{
	struct paste paste = read_text(
		"\033[31mcurl: (60) SSL certificate problem: \033]0;x\007certificate "
		"has expired \xe2\x80\xae\033[0m");
	char *clean;

	cr_assert_geq(paste.message_count, 1);
	clean = text_clean(
		paste.messages[0].excerpt, strlen(paste.messages[0].excerpt), TEXT_ONE_LINE, 0);
	cr_expect_str_eq(clean, paste.messages[0].excerpt);
	free(clean);
	paste_free(&paste);
}

/* ---- Length ---- */

Test(diagnosis_paste, an_error_is_found_once_wherever_a_long_text_is_cut)
{
	static const char filler[] = "An ordinary line of an ordinary log, number forty-two.\n";
	static const char error[] = "curl: (60) SSL certificate problem: certificate has expired\n";

	for (size_t before = 60000; before < 70000; before += 379) {
		struct paste_reader *reader = paste_open();
		struct paste paste;
		size_t written = 0;

		for (; written < before; written += sizeof(filler) - 1)
			paste_feed(reader, filler, sizeof(filler) - 1);
		paste_feed(reader, error, sizeof(error) - 1);
		for (written = 0; written < 70000; written += sizeof(filler) - 1)
			paste_feed(reader, filler, sizeof(filler) - 1);
		paste_close(reader, &paste);
		cr_assert_geq(paste.message_count, 1, "after %zu bytes", before);
		cr_expect_str_eq(paste.messages[0].meaning, "expired");
		cr_expect_eq(paste.messages[0].count, 2, "%d after %zu bytes",
			(int)paste.messages[0].count, before);
		paste_free(&paste);
	}
}

Test(diagnosis_paste, pieces_of_any_size_give_the_same)
{
	static const char text[] =
		"\xff\xfe"
		"N\0E\0T\0:\0:\0E\0R\0R\0_\0C\0E\0R\0T\0_\0D\0A\0T\0E\0_\0I\0N\0V\0A\0L\0I\0D\0";

	for (size_t size = 1; size < 9; size++) {
		struct paste_reader *reader = paste_open();
		struct paste paste;

		for (size_t at = 0; at < sizeof(text) - 1; at += size)
			paste_feed(reader, text + at,
				sizeof(text) - 1 - at < size ? sizeof(text) - 1 - at : size);
		paste_close(reader, &paste);
		cr_assert_eq(paste.cause_count > 0, true, "pieces of %zu", size);
		cr_expect_str_eq(paste.causes[0].id, "certificate-expired");
		paste_free(&paste);
	}
}

Test(diagnosis_paste, nothing_at_all_is_no_error)
{
	struct paste paste = read_text("");

	cr_expect_eq(paste.message_count, 0);
	cr_expect_eq(paste.cause_count, 0);
	paste_free(&paste);
}

/* ---- As evidence ---- */

Test(diagnosis_paste, a_pasted_text_is_evidence_that_is_judged)
{
	static const char text[] = "curl: (90) SSL: public key does not match pinned public key";
	struct evidence evidence;
	struct findings findings = { 0 };
	struct causes causes = { 0 };

	evidence_init(&evidence);
	paste_to_evidence(text, strlen(text), &evidence);
	cr_expect_eq(evidence.parts[PART_PASTE].state, PART_SEEN);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "paste.pin"));
	diagnosis_rank(&evidence, &findings, &causes);
	cr_assert_geq(causes.count, 1);
	cr_expect_str_eq(causes.items[0].rule->id, "certificate-pin-mismatch");
	paste_to_evidence("hello", 5, &evidence);
	cr_expect_eq(evidence.parts[PART_PASTE].state, PART_NOT_LOOKED);
	causes_free(&causes);
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(diagnosis_paste, colours_are_not_shown)
{
	static const char text[] = "\x1b[31mcurl: (60)\x1b[0m SSL \x1b[1mcertificate problem: "
				   "certificate has expired";
	struct paste paste;

	paste_read(text, strlen(text), &paste);
	cr_assert_geq(paste.message_count, 1);
	cr_expect_str_eq(paste.messages[0].excerpt,
		"curl: (60) SSL certificate problem: certificate has expired");
	paste_free(&paste);
}

Test(diagnosis_paste, half_a_name_on_a_line_of_its_own_is_no_host)
{
	static const char text[] = "This site can't provide a secure connection\nwww.exam\nple.com "
				   "sent an\ninvalid response. ERR_SSL_PROTOCOL_ERROR";
	struct paste paste;

	paste_read(text, strlen(text), &paste);
	cr_expect_eq(paste.found.host, NULL);
	paste_free(&paste);
}

Test(diagnosis_paste, the_host_of_a_long_stack_trace_is_found_and_no_date_of_a_certificate)
{
	struct buffer text = { 0 };
	struct paste paste;

	buffer_add_text(
		&text, "I/O error on GET request for \"https://api.example.com:8443/v1\"\n");
	for (int i = 0; i < 200; i++)
		buffer_add_format(
			&text, "\tat org.springframework.web.RestTemplate.run(A.java:%d)\n", i);
	buffer_add_text(&text,
		"Caused by: java.security.cert.CertificateExpiredException: NotAfter: "
		"Fri Nov 27 23:59:59 UTC 2026\n");
	paste_read(text.bytes, text.length, &paste);
	cr_assert_not_null(paste.found.host);
	cr_expect_str_eq(paste.found.host, "api.example.com");
	cr_expect_eq(paste.found.port, 8443);
	cr_expect_eq(paste.found.time, NULL);
	paste_free(&paste);
	buffer_free(&text);
}
