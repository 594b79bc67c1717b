/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/names.h"

#include <stddef.h>
#include "evidence/groups.h"
#include "evidence/schemes.h"
#include "evidence/suites.h"

struct name {
	int number;
	const char *name;
};

static const struct name versions[] = {
	{ 0x0002, "SSL 2.0" },
	{ 0x0300, "SSL 3.0" },
	{ 0x0301, "TLS 1.0" },
	{ 0x0302, "TLS 1.1" },
	{ 0x0303, "TLS 1.2" },
	{ 0x0304, "TLS 1.3" },
	{ 0, NULL },
};

/* IANA "TLS Alerts", with those that only older RFCs knew. */
static const struct name alerts[] = {
	{ 0, "close_notify" },
	{ 10, "unexpected_message" },
	{ 20, "bad_record_mac" },
	{ 21, "decryption_failed" },
	{ 22, "record_overflow" },
	{ 30, "decompression_failure" },
	{ 40, "handshake_failure" },
	{ 41, "no_certificate" },
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
	{ 52, "too_many_cids_requested" },
	{ 60, "export_restriction" },
	{ 70, "protocol_version" },
	{ 71, "insufficient_security" },
	{ 80, "internal_error" },
	{ 86, "inappropriate_fallback" },
	{ 90, "user_canceled" },
	{ 100, "no_renegotiation" },
	{ 109, "missing_extension" },
	{ 110, "unsupported_extension" },
	{ 111, "certificate_unobtainable" },
	{ 112, "unrecognized_name" },
	{ 113, "bad_certificate_status_response" },
	{ 114, "bad_certificate_hash_value" },
	{ 115, "unknown_psk_identity" },
	{ 116, "certificate_required" },
	{ 117, "general_error" },
	{ 120, "no_application_protocol" },
	{ 121, "ech_required" },
	{ 0, NULL },
};

/* IANA "TLS ExtensionType Values", and what browsers sent without registering it. */
static const struct name extensions[] = {
	{ 0, "server_name" },
	{ 1, "max_fragment_length" },
	{ 2, "client_certificate_url" },
	{ 3, "trusted_ca_keys" },
	{ 4, "truncated_hmac" },
	{ 5, "status_request" },
	{ 6, "user_mapping" },
	{ 7, "client_authz" },
	{ 8, "server_authz" },
	{ 9, "cert_type" },
	{ 10, "supported_groups" },
	{ 11, "ec_point_formats" },
	{ 12, "srp" },
	{ 13, "signature_algorithms" },
	{ 14, "use_srtp" },
	{ 15, "heartbeat" },
	{ 16, "application_layer_protocol_negotiation" },
	{ 17, "status_request_v2" },
	{ 18, "signed_certificate_timestamp" },
	{ 19, "client_certificate_type" },
	{ 20, "server_certificate_type" },
	{ 21, "padding" },
	{ 22, "encrypt_then_mac" },
	{ 23, "extended_master_secret" },
	{ 24, "token_binding" },
	{ 25, "cached_info" },
	{ 26, "tls_lts" },
	{ 27, "compress_certificate" },
	{ 28, "record_size_limit" },
	{ 29, "pwd_protect" },
	{ 30, "pwd_clear" },
	{ 31, "password_salt" },
	{ 32, "ticket_pinning" },
	{ 33, "tls_cert_with_extern_psk" },
	{ 34, "delegated_credential" },
	{ 35, "session_ticket" },
	{ 36, "TLMSP" },
	{ 37, "TLMSP_proxying" },
	{ 38, "TLMSP_delegate" },
	{ 39, "supported_ekt_ciphers" },
	{ 41, "pre_shared_key" },
	{ 42, "early_data" },
	{ 43, "supported_versions" },
	{ 44, "cookie" },
	{ 45, "psk_key_exchange_modes" },
	{ 47, "certificate_authorities" },
	{ 48, "oid_filters" },
	{ 49, "post_handshake_auth" },
	{ 50, "signature_algorithms_cert" },
	{ 51, "key_share" },
	{ 52, "transparency_info" },
	{ 53, "connection_id_deprecated" },
	{ 54, "connection_id" },
	{ 55, "external_id_hash" },
	{ 56, "external_session_id" },
	{ 57, "quic_transport_parameters" },
	{ 58, "ticket_request" },
	{ 59, "dnssec_chain" },
	{ 60, "sequence_number_encryption_algorithms" },
	{ 61, "rrc" },
	{ 62, "tls_flags" },
	{ 13172, "next_protocol_negotiation" },
	{ 17513, "application_settings_old" },
	{ 17613, "application_settings" },
	{ 30031, "channel_id_old" },
	{ 30032, "channel_id" },
	{ 64768, "ech_outer_extensions" },
	{ 65037, "encrypted_client_hello" },
	{ 65281, "renegotiation_info" },
	{ 65486, "encrypted_server_name" },
	{ 0, NULL },
};

/* IANA "TLS HandshakeType", written as the RFCs write the structs. */
static const struct name messages[] = {
	{ 0, "HelloRequest" },
	{ 1, "ClientHello" },
	{ 2, "ServerHello" },
	{ 3, "HelloVerifyRequest" },
	{ 4, "NewSessionTicket" },
	{ 5, "EndOfEarlyData" },
	{ 6, "HelloRetryRequest" },
	{ 8, "EncryptedExtensions" },
	{ 9, "RequestConnectionId" },
	{ 10, "NewConnectionId" },
	{ 11, "Certificate" },
	{ 12, "ServerKeyExchange" },
	{ 13, "CertificateRequest" },
	{ 14, "ServerHelloDone" },
	{ 15, "CertificateVerify" },
	{ 16, "ClientKeyExchange" },
	{ 17, "ClientCertificateRequest" },
	{ 20, "Finished" },
	{ 21, "CertificateURL" },
	{ 22, "CertificateStatus" },
	{ 23, "SupplementalData" },
	{ 24, "KeyUpdate" },
	{ 25, "CompressedCertificate" },
	{ 26, "EKTKey" },
	{ 254, "MessageHash" },
	{ 0, NULL },
};

static const char *name_of(const struct name *names, int number)
{
	for (; names->name; names++)
		if (names->number == number)
			return names->name;
	return NULL;
}

const char *names_version(int version)
{
	return name_of(versions, version);
}

const char *names_alert(int alert)
{
	return name_of(alerts, alert);
}

const char *names_message(int type)
{
	return name_of(messages, type);
}

const char *names_extension(int type)
{
	return name_of(extensions, type);
}

const char *names_suite(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite ? suite->name : NULL;
}

const char *names_group(unsigned number)
{
	const struct group *group = group_find(number);

	return group ? group->name : NULL;
}

const char *names_scheme(unsigned number)
{
	const struct scheme *scheme = scheme_find(number);

	return scheme ? scheme->name : NULL;
}

bool names_grease(unsigned number)
{
	return number <= 0xffff && (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
}
