/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/practice.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <gnutls/x509.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"
#include "practice/client.h"

#define ONLY_TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

static struct practice *start(const char *fault)
{
	char *why = NULL;
	struct practice *practice = practice_start(&fault, 1, 0, &why);

	cr_assert(practice, "%s: %s", fault, why);
	return practice;
}

/* Meets the server of FAULT as somebody who trusts the practice CA and asks for PRACTICE_HOST. */
static struct meeting meet(const char *fault, const struct wish *special)
{
	struct practice *practice = start(fault);
	struct wish wish = { .sni = PRACTICE_HOST, .name = PRACTICE_HOST };
	struct meeting meeting;

	if (special)
		wish = *special;
	wish.ca_pem = practice_ca_pem(practice);
	client_meet(practice_port(practice, 0), &wish, &meeting);
	practice_stop(practice);
	return meeting;
}

/* ---- Healthy ---- */

static void is_healthy(const struct meeting *meeting)
{
	cr_assert_eq(meeting->handshake, 0, "%s", gnutls_strerror(meeting->handshake));
	cr_expect_eq(meeting->status, 0, "0x%x", meeting->status);
	cr_expect(!strncmp(meeting->reply, "HTTP/1.1 200 OK\r\n", 17), "%s", meeting->reply);
}

Test(practice, healthy_satisfies_a_client)
{
	struct meeting meeting = meet("healthy", NULL);

	is_healthy(&meeting);
	cr_expect_eq(meeting.version, GNUTLS_TLS1_3);
	cr_expect_eq(meeting.chain_length, 2);
	client_forget(&meeting);
}

Test(practice, healthy_satisfies_a_client_of_tls_1_2)
{
	struct meeting meeting = meet("healthy",
		&(struct wish){ .name = "localhost", .sni = "localhost", .priority = ONLY_TLS12 });

	is_healthy(&meeting);
	cr_expect_eq(meeting.version, GNUTLS_TLS1_2);
	client_forget(&meeting);
}

Test(practice, healthy_is_also_made_out_to_the_loopback_addresses)
{
	struct meeting four = meet("healthy", &(struct wish){ .name = "127.0.0.1" });
	struct meeting six = meet("healthy", &(struct wish){ .name = "::1" });

	is_healthy(&four);
	is_healthy(&six);
	client_forget(&four);
	client_forget(&six);
}

Test(practice, the_answer_carries_the_time)
{
	struct meeting meeting = meet("healthy", NULL);
	const char *date = strstr(meeting.reply, "\r\nDate: ");
	char *line;
	int64_t date_s;

	cr_assert(date, "%s", meeting.reply);
	line = memory_text_n(date + 8, strcspn(date + 8, "\r"));
	cr_assert(timing_from_http_date(line, &date_s), "%s", line);
	cr_expect_leq(llabs(date_s - timing_wall_s()), 5);
	free(line);
	client_forget(&meeting);
}

static gnutls_x509_crt_t leaf_of(const struct meeting *meeting)
{
	gnutls_x509_crt_t crt;

	cr_assert_eq(gnutls_x509_crt_init(&crt), 0);
	cr_assert_eq(gnutls_x509_crt_import(crt, &meeting->leaf, GNUTLS_X509_FMT_DER), 0);
	return crt;
}

Test(practice, a_certificate_has_what_public_ones_have)
{
	struct meeting meeting = meet("healthy", NULL);
	gnutls_x509_crt_t crt = leaf_of(&meeting);
	unsigned char bytes[64];
	char purpose[64];
	unsigned usage, critical;
	size_t size = sizeof(bytes);

	cr_expect_eq(gnutls_x509_crt_get_version(crt), 3);
	cr_expect_eq(gnutls_x509_crt_get_serial(crt, bytes, &size), 0);
	cr_expect_leq(size, 20);
	cr_expect(!(bytes[0] & 0x80), "negative serial number");
	size = sizeof(bytes);
	cr_expect_eq(gnutls_x509_crt_get_subject_key_id(crt, bytes, &size, &critical), 0);
	size = sizeof(bytes);
	cr_expect_eq(gnutls_x509_crt_get_authority_key_id(crt, bytes, &size, &critical), 0);
	size = sizeof(purpose);
	cr_expect_eq(gnutls_x509_crt_get_key_purpose_oid(crt, 0, purpose, &size, &critical), 0);
	cr_expect_str_eq(purpose, GNUTLS_KP_TLS_WWW_SERVER);
	cr_expect_eq(gnutls_x509_crt_get_key_usage(crt, &usage, &critical), 0);
	cr_expect_eq(usage, GNUTLS_KEY_DIGITAL_SIGNATURE);
	cr_expect_eq(gnutls_x509_crt_get_ca_status(crt, &critical), 0);
	cr_expect_eq((gnutls_x509_crt_get_expiration_time(crt) -
			     gnutls_x509_crt_get_activation_time(crt)) /
			     86400,
		90);
	gnutls_x509_crt_deinit(crt);
	client_forget(&meeting);
}

/* ---- Certificates at fault ---- */

#define CERTIFICATE_FAULT(name, fault, bits, length)                                           \
	Test(practice, name)                                                                   \
	{                                                                                      \
		struct meeting meeting = meet(fault, NULL);                                    \
                                                                                               \
		cr_assert_eq(meeting.handshake, 0, "%s", gnutls_strerror(meeting.handshake));  \
		cr_expect_eq(meeting.status, (unsigned)(GNUTLS_CERT_INVALID | (bits)), "0x%x", \
			meeting.status);                                                       \
		cr_expect_eq(meeting.chain_length, length);                                    \
		client_forget(&meeting);                                                       \
	}

CERTIFICATE_FAULT(expired_is_out_of_date_and_nothing_else, "expired", GNUTLS_CERT_EXPIRED, 2)
CERTIFICATE_FAULT(
	not_yet_valid_is_too_young_and_nothing_else, "not-yet-valid", GNUTLS_CERT_NOT_ACTIVATED, 2)
CERTIFICATE_FAULT(wrong_name_is_for_another_name_and_nothing_else, "wrong-name",
	GNUTLS_CERT_UNEXPECTED_OWNER, 2)
CERTIFICATE_FAULT(self_signed_has_no_known_issuer, "self-signed", GNUTLS_CERT_SIGNER_NOT_FOUND, 1)
CERTIFICATE_FAULT(untrusted_issuer_sends_its_unknown_root, "untrusted-issuer",
	GNUTLS_CERT_SIGNER_NOT_FOUND, 2)
CERTIFICATE_FAULT(
	incomplete_chain_sends_the_leaf_alone, "incomplete-chain", GNUTLS_CERT_SIGNER_NOT_FOUND, 1)

Test(practice, self_signed_is_its_own_issuer)
{
	struct meeting meeting = meet("self-signed", NULL);
	gnutls_x509_crt_t crt = leaf_of(&meeting);

	cr_expect(gnutls_x509_crt_check_issuer(crt, crt));
	gnutls_x509_crt_deinit(crt);
	client_forget(&meeting);
}

/* The URL in CRT where its issuer is found; only http://127.0.0.1:PORT/PATH is understood. */
static int issuer_port(gnutls_x509_crt_t crt, char *path, size_t room)
{
	gnutls_datum_t url;
	char *text;
	int port = 0;

	cr_assert_eq(gnutls_x509_crt_get_authority_info_access(
			     crt, 0, GNUTLS_IA_CAISSUERS_URI, &url, NULL),
		0);
	text = memory_text_n((const char *)url.data, url.size);
	cr_assert_eq(sscanf(text, "http://127.0.0.1:%d%63s", &port, path), 2, "%s", text);
	cr_assert_lt(strlen(path), room);
	free(text);
	gnutls_free(url.data);
	return port;
}

static gnutls_x509_crt_t fetch_issuer(gnutls_x509_crt_t crt)
{
	char path[64], request[128], reply[4096];
	int port = issuer_port(crt, path, sizeof(path));
	int length = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
	ptrdiff_t got = client_exchange(port, request, (size_t)length, reply, sizeof(reply));
	gnutls_x509_crt_t issuer;
	gnutls_datum_t der;
	char *body;

	cr_assert_gt(got, 0);
	cr_expect(strstr(reply, "\r\nContent-Type: application/pkix-cert\r\n"), "%s", reply);
	body = strstr(reply, "\r\n\r\n");
	cr_assert(body);
	der.data = (unsigned char *)body + 4;
	der.size = (unsigned)(reply + got - (body + 4));
	cr_assert_eq(gnutls_x509_crt_init(&issuer), 0);
	cr_assert_eq(gnutls_x509_crt_import(issuer, &der, GNUTLS_X509_FMT_DER), 0);
	return issuer;
}

Test(practice, incomplete_chain_says_where_the_missing_certificate_is)
{
	struct practice *practice = start("incomplete-chain");
	struct wish wish = { .ca_pem = practice_ca_pem(practice), .name = PRACTICE_HOST };
	gnutls_datum_t pem = { (unsigned char *)wish.ca_pem, (unsigned)strlen(wish.ca_pem) };
	gnutls_x509_crt_t chain[2], root;
	struct meeting meeting;
	unsigned status;

	client_meet(practice_port(practice, 0), &wish, &meeting);
	chain[0] = leaf_of(&meeting);
	chain[1] = fetch_issuer(chain[0]);
	cr_assert_eq(gnutls_x509_crt_init(&root), 0);
	cr_assert_eq(gnutls_x509_crt_import(root, &pem, GNUTLS_X509_FMT_PEM), 0);
	cr_assert_eq(gnutls_x509_crt_list_verify(chain, 2, &root, 1, NULL, 0, 0, &status), 0);
	cr_expect_eq(status, 0, "0x%x", status);
	gnutls_x509_crt_deinit(chain[0]);
	gnutls_x509_crt_deinit(chain[1]);
	gnutls_x509_crt_deinit(root);
	client_forget(&meeting);
	practice_stop(practice);
}

/* ---- Behaviour at fault ---- */

Test(practice, sni_required_rejects_a_hello_without_a_name)
{
	struct meeting tls13 = meet("sni-required", &(struct wish){ .name = PRACTICE_HOST });
	struct meeting tls12 = meet(
		"sni-required", &(struct wish){ .name = PRACTICE_HOST, .priority = ONLY_TLS12 });

	cr_expect_eq(tls13.alert, GNUTLS_A_UNRECOGNIZED_NAME, "%d", tls13.alert);
	cr_expect_eq(tls12.alert, GNUTLS_A_UNRECOGNIZED_NAME, "%d", tls12.alert);
	cr_expect_str_eq(practice_option("sni-required"), "--no-sni");
}

Test(practice, sni_required_is_healthy_with_a_name)
{
	struct meeting meeting = meet("sni-required", NULL);

	is_healthy(&meeting);
	client_forget(&meeting);
}

Test(practice, old_protocol_only_speaks_tls_1_1_and_1_0)
{
	struct meeting newer = meet("old-protocol-only", NULL);
	struct meeting older = meet(
		"old-protocol-only", &(struct wish){ .name = PRACTICE_HOST,
					     .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.0" });

	is_healthy(&newer);
	is_healthy(&older);
	cr_expect_eq(newer.version, GNUTLS_TLS1_1);
	cr_expect_eq(older.version, GNUTLS_TLS1_0);
	client_forget(&newer);
	client_forget(&older);
}

/* Like the servers it stands for it answers in its own version, and it is the client that gives up. */
Test(practice, old_protocol_only_is_too_old_for_a_client_of_today)
{
	struct meeting meeting = meet("old-protocol-only",
		&(struct wish){
			.name = PRACTICE_HOST,
			.priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2",
		});

	cr_expect_eq(meeting.handshake, GNUTLS_E_UNSUPPORTED_VERSION_PACKET, "%s",
		gnutls_strerror(meeting.handshake));
}

/* The first bytes of any ClientHello, which say that 512 bytes follow, and as many. */
static const unsigned char hello[5 + 512] = { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 };

Test(practice, plain_http_answers_a_hello_in_http)
{
	struct practice *practice = start("plain-http");
	char reply[2048];
	ptrdiff_t got = client_exchange(
		practice_port(practice, 0), hello, sizeof(hello), reply, sizeof(reply));

	cr_expect_gt(got, 0, "reset instead of an answer");
	cr_expect(!strncmp(reply, "HTTP/1.1 400 ", 13), "%s", reply);
	practice_stop(practice);
}

Test(practice, plain_http_answers_a_request)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: practice.test\r\n\r\n";
	struct practice *practice = start("plain-http");
	char reply[2048];

	client_exchange(
		practice_port(practice, 0), request, sizeof(request) - 1, reply, sizeof(reply));
	cr_expect(!strncmp(reply, "HTTP/1.1 200 ", 13), "%s", reply);
	practice_stop(practice);
}

Test(practice, closes_at_once_ends_without_a_byte_and_without_a_reset)
{
	struct practice *practice = start("closes-at-once");
	char reply[16];

	for (int i = 0; i < 20; i++)
		cr_expect_eq(client_exchange(practice_port(practice, 0), hello, sizeof(hello),
				     reply, sizeof(reply)),
			0);
	practice_stop(practice);
}

Test(practice, silent_stays_silent)
{
	struct practice *practice = start("silent");
	struct pollfd fd = { .fd = client_connect(practice_port(practice, 0)), .events = POLLIN };

	cr_assert_eq(send(fd.fd, hello, sizeof(hello), MSG_NOSIGNAL), sizeof(hello));
	cr_expect_eq(poll(&fd, 1, 300), 0, "it said something, or hung up");
	close(fd.fd);
	practice_stop(practice);
}

/* ---- Start and stop ---- */

static int open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	cr_assert(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

Test(practice, fifty_starts_leave_no_descriptor_open)
{
	static const char *const faults[] = { "healthy", "incomplete-chain", "silent" };
	char *why = NULL;
	int before;

	practice_stop(start("healthy")); /* what GnuTLS opens once */
	before = open_descriptors();
	for (size_t i = 0; i < 50; i++) {
		struct practice *practice = practice_start(faults, 3, 0, &why);
		int fd;

		cr_assert(practice, "%s", why);
		fd = client_connect(practice_port(practice, i % 3));
		practice_stop(practice);
		close(fd);
	}
	cr_expect_eq(open_descriptors(), before);
}

Test(practice, stopping_hangs_up_on_whoever_is_connected)
{
	struct practice *practice = start("silent");
	struct pollfd fd = { .fd = client_connect(practice_port(practice, 0)), .events = POLLIN };

	cr_assert_eq(send(fd.fd, hello, 5, MSG_NOSIGNAL), 5);
	practice_stop(practice);
	cr_expect_eq(poll(&fd, 1, 5000), 1);
	close(fd.fd);
}

Test(practice, every_fault_can_be_started_and_all_at_once)
{
	const char *faults[64];
	char *why = NULL;
	struct practice *practice;
	size_t count = 0;

	while (practice_fault_at(count)) {
		faults[count] = practice_fault_at(count);
		count++;
	}
	cr_expect_eq(count, 12);
	cr_expect_str_eq(faults[0], "healthy");
	practice = practice_start(faults, count, 0, &why);
	cr_assert(practice, "%s", why);
	for (size_t i = 0; i < count; i++) {
		cr_expect_gt(practice_port(practice, i), 0);
		for (size_t j = 0; j < i; j++) {
			cr_expect_neq(practice_port(practice, i), practice_port(practice, j));
			cr_expect_str_neq(faults[i], faults[j]);
		}
	}
	practice_stop(practice);
}

Test(practice, two_servers_answer_each_in_its_way)
{
	static const char *const faults[] = { "expired", "healthy" };
	char *why = NULL;
	struct practice *practice = practice_start(faults, 2, 0, &why);
	struct wish wish = { .sni = PRACTICE_HOST, .name = PRACTICE_HOST };
	struct meeting expired, healthy;

	cr_assert(practice, "%s", why);
	wish.ca_pem = practice_ca_pem(practice);
	client_meet(practice_port(practice, 0), &wish, &expired);
	client_meet(practice_port(practice, 1), &wish, &healthy);
	cr_expect(expired.status & GNUTLS_CERT_EXPIRED);
	is_healthy(&healthy);
	client_forget(&expired);
	client_forget(&healthy);
	practice_stop(practice);
}

Test(practice, a_crowd_that_says_nothing_does_not_keep_others_out)
{
	static const char *const faults[] = { "healthy", "silent" };
	char *why = NULL;
	struct practice *practice = practice_start(faults, 2, 0, &why);
	struct wish wish = { .sni = PRACTICE_HOST, .name = PRACTICE_HOST };
	struct meeting meeting;
	int crowd[150];

	cr_assert(practice, "%s", why);
	wish.ca_pem = practice_ca_pem(practice);
	for (int i = 0; i < 150; i++)
		crowd[i] = client_connect(practice_port(practice, 1));
	client_meet(practice_port(practice, 0), &wish, &meeting);
	is_healthy(&meeting);
	for (int i = 0; i < 150; i++)
		close(crowd[i]);
	client_forget(&meeting);
	practice_stop(practice);
}

/* ---- What can't be started ---- */

static void refuses(const char *fault, int port, const char *expected)
{
	char *why = NULL;

	cr_expect_null(practice_start(&fault, 1, port, &why));
	cr_assert(why, "no reason was given");
	cr_expect(strstr(why, expected), "%s", why);
	free(why);
}

Test(practice, an_unknown_fault_is_refused_by_name)
{
	refuses("haunted", 0, "haunted");
}

Test(practice, no_fault_at_all_is_refused)
{
	char *why = NULL;

	cr_expect_null(practice_start(NULL, 0, 0, &why));
	cr_expect(why);
	free(why);
}

Test(practice, a_port_in_use_is_named)
{
	struct practice *first = start("healthy");
	int port = practice_port(first, 0);
	char name[32];

	snprintf(name, sizeof(name), "127.0.0.1:%d", port);
	refuses("expired", port, name);
	practice_stop(first);
}

Test(practice, what_is_not_a_port_is_refused)
{
	refuses("healthy", 70000, "70000");
	refuses("healthy", -1, "-1");
}

Test(practice, an_unknown_fault_has_no_option)
{
	cr_expect_null(practice_option("haunted"));
	cr_expect_null(practice_option("expired"));
}
