/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "evidence/evidence.h"
#include "evidence/names.h"

struct row {
	int number;
	const char *name;
};

/* RFC 8446 section 6, in its own order; 109 to 121 from the RFCs after it. */
static const struct row alerts[] = {
	{ 0, "close_notify" },
	{ 10, "unexpected_message" },
	{ 20, "bad_record_mac" },
	{ 22, "record_overflow" },
	{ 40, "handshake_failure" },
	{ 42, "bad_certificate" },
	{ 43, "unsupported_certificate" },
	{ 44, "certificate_revoked" },
	{ 45, "certificate_expired" },
	{ 46, "certificate_unknown" },
	{ 47, "illegal_parameter" },
	{ 48, "unknown_ca" },
	{ 49, "access_denied" },
	{ 50, "decode_error" },
	{ 51, "decrypt_error" },
	{ 70, "protocol_version" },
	{ 71, "insufficient_security" },
	{ 80, "internal_error" },
	{ 86, "inappropriate_fallback" },
	{ 90, "user_canceled" },
	{ 109, "missing_extension" },
	{ 110, "unsupported_extension" },
	{ 112, "unrecognized_name" },
	{ 113, "bad_certificate_status_response" },
	{ 115, "unknown_psk_identity" },
	{ 116, "certificate_required" },
	{ 120, "no_application_protocol" },
	{ 121, "ech_required" },
};

/* RFC 8446 section 4 */
static const struct row messages[] = {
	{ 1, "ClientHello" },
	{ 2, "ServerHello" },
	{ 4, "NewSessionTicket" },
	{ 8, "EncryptedExtensions" },
	{ 11, "Certificate" },
	{ 12, "ServerKeyExchange" },
	{ 13, "CertificateRequest" },
	{ 14, "ServerHelloDone" },
	{ 15, "CertificateVerify" },
	{ 16, "ClientKeyExchange" },
	{ 20, "Finished" },
	{ 22, "CertificateStatus" },
	{ 24, "KeyUpdate" },
};

Test(names, alerts_are_called_as_in_the_rfc)
{
	for (size_t i = 0; i < sizeof(alerts) / sizeof(alerts[0]); i++)
		cr_expect_str_eq(names_alert(alerts[i].number), alerts[i].name);
}

Test(names, messages_are_called_as_in_the_rfc)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		cr_expect_str_eq(names_message(messages[i].number), messages[i].name);
}

Test(names, versions_are_called_as_people_do)
{
	cr_expect_str_eq(names_version(0x0300), "SSL 3.0");
	cr_expect_str_eq(names_version(0x0301), "TLS 1.0");
	cr_expect_str_eq(names_version(0x0302), "TLS 1.1");
	cr_expect_str_eq(names_version(0x0303), "TLS 1.2");
	cr_expect_str_eq(names_version(0x0304), "TLS 1.3");
}

Test(names, what_no_registry_knows_has_none)
{
	cr_expect_null(names_alert(-1));
	cr_expect_null(names_alert(255));
	cr_expect_null(names_message(-1));
	cr_expect_null(names_message(7));
	cr_expect_null(names_version(-1));
	cr_expect_null(names_version(0x0305));
	cr_expect_null(names_version(0));
}

Test(names, every_stage_service_and_part_has_one_of_its_own)
{
	for (int a = 0; a < STAGE_COUNT; a++)
		for (int b = 0; b < a; b++)
			cr_expect_str_neq(stage_name((enum stage)a), stage_name((enum stage)b));
	for (int a = 0; a < SERVICE_COUNT; a++)
		for (int b = 0; b < a; b++)
			cr_expect_str_neq(
				service_name((enum service)a), service_name((enum service)b));
	for (int a = 0; a < PART_COUNT; a++)
		for (int b = 0; b < a; b++)
			cr_expect_str_neq(part_name((enum part)a), part_name((enum part)b));
	cr_expect_str_eq(stage_name(STAGE_DNS), "dns");
	cr_expect_str_eq(stage_name(STAGE_DONE), "done");
	cr_expect_str_eq(service_name(SERVICE_HTTP), "HTTP");
	cr_expect_str_eq(part_name(PART_LOOKUP), "lookup");
}
