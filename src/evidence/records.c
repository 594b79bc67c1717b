/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/records.h"

#include <limits.h>
#include "evidence/evidence.h"
#include "evidence/rows.h"

/* ---- Target and settings ---- */
const char *const starttls_names[] = {
	[STARTTLS_NONE] = "none",
	[STARTTLS_SMTP] = "smtp",
	[STARTTLS_LMTP] = "lmtp",
	[STARTTLS_IMAP] = "imap",
	[STARTTLS_POP3] = "pop3",
	[STARTTLS_FTP] = "ftp",
	[STARTTLS_LDAP] = "ldap",
	[STARTTLS_XMPP] = "xmpp",
	[STARTTLS_XMPP_SERVER] = "xmpp-server",
	[STARTTLS_SIEVE] = "sieve",
	[STARTTLS_NNTP] = "nntp",
	[STARTTLS_POSTGRES] = "postgres",
	[STARTTLS_MYSQL] = "mysql",
	[STARTTLS_IRC] = "irc",
};
NAMES_FOR(starttls_names, STARTTLS_COUNT);

static const struct field target_fields[] = {
	TEXT(target, typed),
	TEXT(target, host),
	TEXT(target, shown),
	INT(target, port, 0, 0, 65535),
	BOOL(target, is_ip),
	BOOL(target, http),
	ENUM(target, starttls, STARTTLS_NONE, starttls_names),
	TEXT(target, path),
};
const struct record target_record = TABLE(target, target_fields);

static const char *const depth_names[] = {
	[DEPTH_QUICK] = "quick",
	[DEPTH_NORMAL] = "normal",
	[DEPTH_DEEP] = "deep",
};

static const char *const sni_mode_names[] = {
	[SNI_HOST] = "host",
	[SNI_NAME] = "name",
	[SNI_NONE] = "none",
};

static const char *const device_names[] = {
	[DEVICE_THIS] = "this",
	[DEVICE_OTHER] = "other",
};

static const char *const reference_names[] = {
	[REFERENCE_ASK] = "ask",
	[REFERENCE_ALWAYS] = "always",
	[REFERENCE_NEVER] = "never",
};

static const struct field settings_fields[] = {
	RECORD(settings, target, target_record),
	ENUM(settings, depth, DEPTH_NORMAL, depth_names),
	ENUM(settings, sni, SNI_HOST, sni_mode_names),
	TEXT(settings, servername),
	TEXT(settings, connect_address),
	INT(settings, connect_port, 0, 0, 65535),
	BOOL(settings, origin),
	INT(settings, family, 0, 0, 6),
	TEXT(settings, ca_file),
	LINES(settings, ca_pem),
	BOOL(settings, no_system_trust),
	URL(settings, proxy),
	URL(settings, proxy_other),
	BOOL(settings, no_proxy),
	TEXT(settings, proxy_library),
	SECRET(settings, cert_file),
	SECRET(settings, key_file),
	BOOL(settings, client_cert),
	INT(settings, connect_timeout_ms, 5000, 0, INT_MAX),
	INT(settings, handshake_timeout_ms, 10000, 0, INT_MAX),
	INT(settings, total_timeout_ms, 0, 0, INT_MAX),
	INT(settings, rate, 20, 0, INT_MAX),
	BOOL(settings, gentle),
	BOOL(settings, offline),
	ENUM(settings, reference, REFERENCE_ASK, reference_names),
	TEXT(settings, reference_sites),
	TEXT(settings, time_servers),
	TEXT(settings, portal_probes),
	ENUM(settings, device, DEVICE_THIS, device_names),
	TEXT(settings, user),
	TEXT(settings, root),
	TEXT(settings, only),
	TEXT(settings, skip),
	LONG(settings, now_offset_s, 0, INT64_MIN / 4, INT64_MAX / 4),
};
const struct record settings_record = TABLE(settings, settings_fields);

/* ---- Parts ---- */
const char *const part_names[] = {
	[PART_CLOCK] = "clock",
	[PART_LOOKUP] = "lookup",
	[PART_CONNECT] = "connect",
	[PART_HANDSHAKE] = "handshake",
	[PART_TRUST] = "trust",
	[PART_REVOCATION] = "revocation",
	[PART_SNI] = "sni",
	[PART_VERSIONS] = "versions",
	[PART_ADDRESSES] = "addresses",
	[PART_MATRIX] = "matrix",
	[PART_TODAY] = "today",
	[PART_RESUMPTION] = "resumption",
	[PART_HTTP] = "http",
	[PART_TIMES] = "times",
	[PART_SITES] = "sites",
	[PART_RESOLVER] = "resolver",
	[PART_PORTAL] = "portal",
	[PART_POLICY] = "policy",
	[PART_BROWSERS] = "browsers",
	[PART_DETOUR] = "detour",
	[PART_REPEATS] = "repeats",
	[PART_TIMEKEEPER] = "timekeeper",
	[PART_PASTE] = "paste",
	[PART_ANSWERS] = "answers",
};
NAMES_FOR(part_names, PART_COUNT);

static const char *const part_state_names[] = {
	[PART_NOT_LOOKED] = "not-looked",
	[PART_SEEN] = "seen",
	[PART_COULD_NOT] = "could-not",
	[PART_NOT_REACHED] = "not-reached",
	[PART_SKIPPED] = "skipped",
};
NAMES_FOR(part_state_names, PART_STATE_COUNT);

static const struct field status_fields[] = {
	ENUM(part_status, state, PART_NOT_LOOKED, part_state_names),
	TEXT(part_status, why),
	TEXT(part_status, detail),
	DURATION(part_status, ms),
};
static const struct record status_record = TABLE(part_status, status_fields);

static const struct field clock_fields[] = {
	TIME(seen_clock, build_s, "build_date"),
	YES_NO(seen_clock, kernel_synced),
	INT(seen_clock, utc_offset_min, -1, -1440, 1440),
	TEXT(seen_clock, zone),
};
static const struct record clock_record = TABLE(seen_clock, clock_fields);

static const char *const lookup_outcome_names[] = {
	[LOOKUP_FOUND] = "found",
	[LOOKUP_NO_SUCH_NAME] = "no-such-name",
	[LOOKUP_FAILED] = "failed",
	[LOOKUP_TIMED_OUT] = "timed-out",
	[LOOKUP_NOT_NEEDED] = "not-needed",
};
NAMES_FOR(lookup_outcome_names, LOOKUP_OUTCOME_COUNT);

static const struct field lookup_fields[] = {
	ENUM(seen_lookup, outcome, LOOKUP_FOUND, lookup_outcome_names),
	TEXT(seen_lookup, name),
	INT(seen_lookup, gai_error, 0, INT_MIN, INT_MAX),
	TEXTS(seen_lookup, addresses, address_count),
	TEXT(seen_lookup, behind),
	DURATION(seen_lookup, ms),
};
static const struct record lookup_record = TABLE(seen_lookup, lookup_fields);

static const char *const connect_outcome_names[] = {
	[CONNECT_OK] = "ok",
	[CONNECT_REFUSED] = "refused",
	[CONNECT_TIMED_OUT] = "timed-out",
	[CONNECT_UNREACHABLE] = "unreachable",
	[CONNECT_DENIED] = "denied",
	[CONNECT_OTHER] = "other",
	[CONNECT_NOT_TRIED] = "not-tried",
};
NAMES_FOR(connect_outcome_names, CONNECT_OUTCOME_COUNT);

static const char *const proxy_outcome_names[] = {
	[PROXY_NOT_USED] = "not-used",
	[PROXY_OK] = "ok",
	[PROXY_NO_CONNECT] = "no-connect",
	[PROXY_AUTH_REQUIRED] = "auth-required",
	[PROXY_FORBIDDEN] = "forbidden",
	[PROXY_NOT_A_PROXY] = "not-a-proxy",
	[PROXY_NAME_NOT_FOUND] = "name-not-found",
	[PROXY_WANTS_TLS] = "wants-tls",
	[PROXY_SPEAKS_HTTP] = "speaks-http",
	[PROXY_CANNOT_REACH] = "cannot-reach",
	[PROXY_NOT_TLS] = "not-tls",
	[PROXY_TLS_FAILED] = "tls-failed",
	[PROXY_CERT_UNTRUSTED] = "certificate-untrusted",
	[PROXY_CERT_EXPIRED] = "certificate-expired",
	[PROXY_CERT_NOT_YET_VALID] = "certificate-not-yet-valid",
	[PROXY_CERT_OTHER_NAME] = "certificate-of-another-name",
};
NAMES_FOR(proxy_outcome_names, PROXY_OUTCOME_COUNT);

static const struct field attempt_fields[] = {
	TEXT(seen_attempt, address),
	INT(seen_attempt, family, -1, 4, 6),
	ENUM(seen_attempt, outcome, CONNECT_NOT_TRIED, connect_outcome_names),
	INT(seen_attempt, sys_errno, 0, 0, INT_MAX),
	DURATION(seen_attempt, ms),
};
static const struct record attempt_record = TABLE(seen_attempt, attempt_fields);

static const struct field connect_fields[] = {
	RECORDS(seen_connect, attempts, attempt_count, attempt_record, ITEMS_MOST),
	COUNTED(seen_connect, chosen),
	INT(seen_connect, port, -1, 0, 65535),
	ENUM(seen_connect, proxy, PROXY_NOT_USED, proxy_outcome_names),
	TEXT(seen_connect, proxy_name),
	COUNTED(seen_connect, proxy_status),
	RECORDS(seen_connect, proxy_chain, proxy_chain_count, cert_record, CHAIN_MOST),
};
static const struct record connect_record = TABLE(seen_connect, connect_fields);

/* ---- Handshake ---- */
const char *const stage_names[] = {
	[STAGE_DNS] = "dns",
	[STAGE_TCP] = "tcp",
	[STAGE_PROXY] = "proxy",
	[STAGE_STARTTLS] = "starttls",
	[STAGE_HELLO] = "hello",
	[STAGE_VERSION] = "version",
	[STAGE_CIPHER] = "cipher",
	[STAGE_CERTIFICATE] = "certificate",
	[STAGE_KEYS] = "keys",
	[STAGE_DATA] = "data",
	[STAGE_DONE] = "done",
};
NAMES_FOR(stage_names, STAGE_COUNT);

const char *const service_names[] = {
	[SERVICE_UNKNOWN] = "unknown",
	[SERVICE_HTTP] = "HTTP",
	[SERVICE_SMTP] = "SMTP",
	[SERVICE_FTP] = "FTP",
	[SERVICE_POP3] = "POP3",
	[SERVICE_IMAP] = "IMAP",
	[SERVICE_SSH] = "SSH",
	[SERVICE_XMPP] = "XMPP",
	[SERVICE_LDAP] = "LDAP",
	[SERVICE_POSTGRES] = "PostgreSQL",
	[SERVICE_MYSQL] = "MySQL",
	[SERVICE_IRC] = "IRC",
	[SERVICE_NNTP] = "NNTP",
	[SERVICE_SIEVE] = "ManageSieve",
	[SERVICE_VNC] = "VNC",
	[SERVICE_REDIS] = "Redis",
	[SERVICE_SIP] = "SIP",
	[SERVICE_GARBAGE] = "garbage",
};
NAMES_FOR(service_names, SERVICE_COUNT);

static const char *const hs_outcome_names[] = {
	[HS_NOT_TRIED] = "not-tried",
	[HS_DONE] = "done",
	[HS_NO_CONNECTION] = "no-connection",
	[HS_ALERT] = "alert",
	[HS_CLOSED] = "closed",
	[HS_RESET] = "reset",
	[HS_SILENT] = "silent",
	[HS_STALLED] = "stalled",
	[HS_NOT_TLS] = "not-tls",
	[HS_LOCAL] = "local",
	[HS_CANCELLED] = "cancelled",
};
NAMES_FOR(hs_outcome_names, HS_OUTCOME_COUNT);

static const char *const starttls_outcome_names[] = {
	[STARTTLS_NOT_USED] = "not-used",
	[STARTTLS_OK] = "ok",
	[STARTTLS_NOT_OFFERED] = "not-offered",
	[STARTTLS_REFUSED] = "refused",
	[STARTTLS_NO_GREETING] = "no-greeting",
	[STARTTLS_WRONG_SERVICE] = "wrong-service",
	[STARTTLS_CLOSED] = "closed",
	[STARTTLS_GOT_TLS] = "got-tls",
};
NAMES_FOR(starttls_outcome_names, STARTTLS_OUTCOME_COUNT);

static const struct field message_fields[] = {
	INT(seen_message, type, -1, 0, 255),
	BOOL(seen_message, received),
	DURATION(seen_message, ms),
	DURATION(seen_message, size),
};
static const struct record message_record = TABLE(seen_message, message_fields);

static const struct field cert_fields[] = {
	TEXT(seen_cert, der),
	TEXT(seen_cert, subject),
	TEXT(seen_cert, issuer),
	TEXT(seen_cert, common_name),
	TEXT(seen_cert, issuer_name),
	TEXT(seen_cert, serial),
	TEXT(seen_cert, sha256),
	TIME(seen_cert, not_before, "not_before"),
	TIME(seen_cert, not_after, "not_after"),
	TEXTS(seen_cert, dns_names, dns_name_count),
	TEXTS(seen_cert, ip_addresses, ip_address_count),
	COUNTED(seen_cert, san_count),
	COUNTED(seen_cert, version),
	TEXT(seen_cert, key_type),
	COUNTED(seen_cert, key_bits),
	TEXT(seen_cert, key_curve),
	TEXT(seen_cert, signature),
	BOOL(seen_cert, signature_weak),
	YES_NO(seen_cert, is_ca),
	COUNTED(seen_cert, path_length),
	COUNTED(seen_cert, key_usage),
	YES_NO(seen_cert, server_auth),
	TEXTS(seen_cert, purposes, purpose_count),
	TEXTS(seen_cert, policies, policy_count),
	TEXTS(seen_cert, constraints, constraint_count),
	TEXT(seen_cert, critical),
	BOOL(seen_cert, same_issuer),
	BOOL(seen_cert, self_signed),
	TEXT(seen_cert, aia_issuer),
	TEXT(seen_cert, ocsp_url),
	TEXT(seen_cert, crl_url),
	BOOL(seen_cert, must_staple),
	COUNTED(seen_cert, sct_count),
	COUNTED(seen_cert, sct_log_count),
	TIME(seen_cert, first_sct_s, "first_sct"),
	BOOL(seen_cert, public_policy),
	BOOL(seen_cert, malformed),
};
const struct record cert_record = TABLE(seen_cert, cert_fields);

static const struct field handshake_fields[] = {
	ENUM(seen_handshake, outcome, HS_NOT_TRIED, hs_outcome_names),
	ENUM(seen_handshake, stage, STAGE_DNS, stage_names),
	TEXT(seen_handshake, address),
	INT(seen_handshake, port, -1, 0, 65535),
	TEXT(seen_handshake, sni),
	INT(seen_handshake, offered_min, -1, 0, 0xffff),
	INT(seen_handshake, offered_max, -1, 0, 0xffff),
	INT(seen_handshake, alert, -1, 0, 255),
	INT(seen_handshake, warning_alert, -1, 0, 255),
	INT(seen_handshake, alert_sent, -1, 0, 255),
	TEXT(seen_handshake, error),
	ENUM(seen_handshake, service, SERVICE_UNKNOWN, service_names),
	TEXT(seen_handshake, first_bytes),
	TEXT(seen_handshake, first_line),
	DURATION(seen_handshake, bytes_received),
	INT(seen_handshake, sys_errno, 0, 0, INT_MAX),
	INT(seen_handshake, version, -1, 0, 0xffff),
	TEXT(seen_handshake, version_name),
	INT(seen_handshake, downgrade, -1, 0x0302, 0x0303),
	TEXT(seen_handshake, cipher),
	TEXT(seen_handshake, group),
	COUNTED(seen_handshake, dh_bits),
	TEXT(seen_handshake, alpn),
	TEXT(seen_handshake, server_signature),
	YES_NO(seen_handshake, extended_master_secret),
	YES_NO(seen_handshake, encrypt_then_mac),
	YES_NO(seen_handshake, secure_renegotiation),
	YES_NO(seen_handshake, resumed),
	BOOL(seen_handshake, client_cert_asked),
	TEXTS(seen_handshake, client_cas, client_ca_count),
	ENUM(seen_handshake, starttls, STARTTLS_NOT_USED, starttls_outcome_names),
	TEXT(seen_handshake, starttls_reply),
	YES_NO(seen_handshake, tls_at_once),
	COUNTED(seen_handshake, scts_sent),
	COUNTED(seen_handshake, scts_stapled),
	TEXT(seen_handshake, staple),
	RECORDS(seen_handshake, messages, message_count, message_record, ITEMS_MOST),
	RECORDS(seen_handshake, chain, chain_count, cert_record, CHAIN_MOST),
	COUNTED(seen_handshake, chain_sent),
	DURATION(seen_handshake, tcp_ms),
	DURATION(seen_handshake, tls_ms),
	DURATION(seen_handshake, late_ms),
	DURATION(seen_handshake, way_ms),
};
const struct record handshake_record = TABLE(seen_handshake, handshake_fields);

/* ---- Trust ---- */
static const char *const trust_outcome_names[] = {
	[TRUST_OK] = "ok",
	[TRUST_SELF_SIGNED] = "self-signed",
	[TRUST_PRIVATE_ROOT] = "private-root",
	[TRUST_MISSING_ISSUER] = "missing-issuer",
	[TRUST_BAD_SIGNATURE] = "bad-signature",
	[TRUST_NOT_A_CA] = "not-a-ca",
	[TRUST_CONSTRAINT] = "constraint",
	[TRUST_NO_STORE] = "no-store",
};
NAMES_FOR(trust_outcome_names, TRUST_OUTCOME_COUNT);

static const struct field edge_fields[] = {
	INT(seen_edge, child, 0, 0, CHAIN_MOST - 1),
	INT(seen_edge, issuer, 0, 0, CHAIN_MOST - 1),
	BOOL(seen_edge, name_fits),
	BOOL(seen_edge, verifies),
};
static const struct record edge_record = TABLE(seen_edge, edge_fields);

static const struct field trust_fields[] = {
	ENUM(seen_trust, outcome, TRUST_OK, trust_outcome_names),
	COUNTED(seen_trust, system_anchors),
	COUNTED(seen_trust, extra_anchors),
	TEXT(seen_trust, store_path),
	TIME(seen_trust, store_s, "store_date"),
	TEXTS(seen_trust, lacking, lacking_count),
	COUNTED(seen_trust, expired_anchors),
	TEXTS(seen_trust, expired, expired_count),
	TEXT(seen_trust, known_root),
	BOOL(seen_trust, known_root_proven),
	RECORDS(seen_trust, edges, edge_count, edge_record, CHAIN_MOST *CHAIN_MOST),
	{ ROW(seen_trust, path, FIELD_INTS), .count_at = offsetof(struct seen_trust, path_count),
		.most = CHAIN_MOST, .greatest = CHAIN_MOST - 1 },
	TEXT(seen_trust, anchor),
	TIME(seen_trust, anchor_not_after, "anchor_not_after"),
	BOOL(seen_trust, anchor_extra),
	TEXT(seen_trust, anchor_place),
	BOOL(seen_trust, in_order),
	BOOL(seen_trust, root_sent),
	BOOL(seen_trust, anchor_forbids),
	BOOL(seen_trust, self_issued_counts),
	TEXT(seen_trust, missing_issuer),
	INT(seen_trust, missing_below, -1, 0, CHAIN_MOST - 1),
	BOOL(seen_trust, issuer_like_anchor),
	YES_NO(seen_trust, aia),
	TEXT(seen_trust, aia_why),
	TEXT(seen_trust, aia_subject),
	LINES(seen_trust, repaired),
	TEXT(seen_trust, anchor_der),
	TEXT(seen_trust, leaf_issuer),
};
static const struct record trust_record = TABLE(seen_trust, trust_fields);

/* ---- Revocation ---- */
static const char *const revocation_outcome_names[] = {
	[REVOCATION_NOT_ASKED] = "not-asked",
	[REVOCATION_NOT_REVOKED] = "not-revoked",
	[REVOCATION_REVOKED] = "revoked",
	[REVOCATION_NOT_KNOWN] = "not-known",
	[REVOCATION_ANOTHER] = "another",
	[REVOCATION_REFUSED] = "refused",
	[REVOCATION_UNREADABLE] = "unreadable",
	[REVOCATION_NO_ANSWER] = "no-answer",
};
NAMES_FOR(revocation_outcome_names, REVOCATION_OUTCOME_COUNT);

static const struct field seen_status_fields[] = {
	ENUM(seen_status, outcome, REVOCATION_NOT_ASKED, revocation_outcome_names),
	TEXT(seen_status, url),
	TEXT(seen_status, why),
	TEXT(seen_status, words),
	YES_NO(seen_status, signature_good),
	TIME(seen_status, this_update, "this_update"),
	TIME(seen_status, next_update, "next_update"),
	TIME(seen_status, revoked_s, "revoked"),
};
static const struct record seen_status_record = TABLE(seen_status, seen_status_fields);

static const struct field above_fields[] = {
	TEXT(seen_above, subject),
	RECORD(seen_above, status, seen_status_record),
};
const struct record above_record = TABLE(seen_above, above_fields);

static const struct field revocation_fields[] = {
	RECORD(seen_revocation, staple, seen_status_record),
	RECORD(seen_revocation, ocsp, seen_status_record),
	RECORD(seen_revocation, crl, seen_status_record),
	RECORDS(seen_revocation, above, above_count, above_record, CHAIN_MOST),
};
static const struct record revocation_record = TABLE(seen_revocation, revocation_fields);

/* ---- Trials, HTTP, answers ---- */
static const struct field trial_fields[] = {
	TEXT(seen_trial, label),
	INT(seen_trial, version, -1, 0, 0xffff),
	YES_NO(seen_trial, trusted),
	RECORD(seen_trial, handshake, handshake_record),
};
static const struct record trial_record = TABLE(seen_trial, trial_fields);

static const struct field trials_fields[] = {
	RECORDS(seen_trials, items, count, trial_record, TRIALS_MOST),
};
static const struct record trials_record = TABLE(seen_trials, trials_fields);

static const struct field reaction_fields[] = {
	ENUM(seen_reaction, outcome, HS_NOT_TRIED, hs_outcome_names),
	INT(seen_reaction, alert, -1, 0, 255),
};
static const struct record reaction_record = TABLE(seen_reaction, reaction_fields);

static const struct field offer_fields[] = {
	INT(seen_offer, version, -1, 0x0002, 0xffff),
	YES_NO(seen_offer, spoken),
	NUMBERS(seen_offer, suites, suite_count, 0xffffff),
	YES_NO(seen_offer, server_order),
	RECORD(seen_offer, refusal, reaction_record),
	YES_NO(seen_offer, secure_renegotiation),
	YES_NO(seen_offer, master_secret),
	YES_NO(seen_offer, encrypt_then_mac),
	YES_NO(seen_offer, ticket),
	YES_NO(seen_offer, compression),
	COUNTED(seen_offer, dh_bits),
};
const struct record offer_record = TABLE(seen_offer, offer_fields);

static const struct field oddity_fields[] = {
	TEXT(seen_oddity, label),
	DURATION(seen_oddity, bytes),
	RECORD(seen_oddity, odd, reaction_record),
	RECORD(seen_oddity, usual, reaction_record),
};
const struct record oddity_record = TABLE(seen_oddity, oddity_fields);

static const struct field matrix_fields[] = {
	RECORDS(seen_matrix, offers, offer_count, offer_record, 16),
	INT(seen_matrix, group_version, -1, 0x0300, 0xffff),
	NUMBERS(seen_matrix, groups, group_count, 0xffff),
	NUMBERS(seen_matrix, schemes, scheme_count, 0xffff),
	YES_NO(seen_matrix, fallback),
	RECORDS(seen_matrix, oddities, oddity_count, oddity_record, 16),
	COUNTED(seen_matrix, hellos),
	COUNTED(seen_matrix, refused),
	COUNTED(seen_matrix, lost),
	BOOL(seen_matrix, complete),
};
static const struct record matrix_record = TABLE(seen_matrix, matrix_fields);

static const struct field today_fields[] = {
	TEXT(seen_today, hello),
	RECORD(seen_today, reaction, reaction_record),
	RECORD(seen_today, pieces, reaction_record),
	RECORD(seen_today, usual, reaction_record),
	DURATION(seen_today, bytes),
};
static const struct record today_record = TABLE(seen_today, today_fields);

static const struct field resumption_fields[] = {
	YES_NO(seen_resumption, given),
	YES_NO(seen_resumption, resumed),
	ENUM(seen_resumption, outcome, HS_NOT_TRIED, hs_outcome_names),
	INT(seen_resumption, alert, -1, 0, 255),
};
static const struct record resumption_record = TABLE(seen_resumption, resumption_fields);

static const struct field http_fields[] = {
	COUNTED(seen_http, status),
	TIME(seen_http, date_s, "date"),
	TIME(seen_http, local_s, "local_time"),
	DURATION(seen_http, rtt_ms),
	DURATION(seen_http, age_s),
	TEXT(seen_http, server),
	TEXT(seen_http, location),
	BOOL(seen_http, cloudflare),
	TEXT(seen_http, mark),
	TEXT(seen_http, error),
	BOOL(seen_http, late),
	BOOL(seen_http, wants_certificate),
	BOOL(seen_http, sent_plain),
};
static const struct record http_record = TABLE(seen_http, http_fields);

static const char *const time_outcome_names[] = {
	[TIME_NO_ANSWER] = "no-answer",
	[TIME_ANSWERED] = "answered",
	[TIME_REFUSED] = "refused",
	[TIME_UNREADABLE] = "unreadable",
};
NAMES_FOR(time_outcome_names, TIME_OUTCOME_COUNT);

static const struct field seen_time_fields[] = {
	TEXT(seen_time, source),
	ENUM(seen_time, outcome, TIME_NO_ANSWER, time_outcome_names),
	TEXT(seen_time, words),
	LONG(seen_time, offset_ms, 0, INT64_MIN / 4, INT64_MAX / 4),
	DURATION(seen_time, unsure_ms),
	INT(seen_time, stratum, -1, 0, 255),
};
static const struct record seen_time_record = TABLE(seen_time, seen_time_fields);

static const struct field times_fields[] = {
	RECORDS(seen_times, items, count, seen_time_record, 16),
};
static const struct record times_record = TABLE(seen_times, times_fields);

static const struct field site_fields[] = {
	TEXT(seen_site, host),
	ENUM(seen_site, lookup, LOOKUP_FOUND, lookup_outcome_names),
	TEXTS(seen_site, addresses, address_count),
	RECORD(seen_site, handshake, handshake_record),
	YES_NO(seen_site, trusted),
	TEXT(seen_site, anchor),
	TEXT(seen_site, anchor_place),
	RECORD(seen_site, http, http_record),
};
const struct record site_record = TABLE(seen_site, site_fields);

static const struct field sites_fields[] = {
	RECORDS(seen_sites, items, count, site_record, 16),
};
static const struct record sites_record = TABLE(seen_sites, sites_fields);

static const struct field resolver_fields[] = {
	TEXT(seen_resolver, hosts_file),
	INT(seen_resolver, hosts_line, 0, 0, INT_MAX),
	TEXTS(seen_resolver, hosts, hosts_count),
	TEXTS(seen_resolver, search, search_count),
	ENUM(seen_resolver, exact, LOOKUP_NOT_NEEDED, lookup_outcome_names),
	TEXTS(seen_resolver, addresses, address_count),
	YES_NO(seen_resolver, invented),
	TEXTS(seen_resolver, inventions, invention_count),
};
static const struct record resolver_record = TABLE(seen_resolver, resolver_fields);

static const char *const portal_outcome_names[] = {
	[PORTAL_NO_ANSWER] = "no-answer",
	[PORTAL_EXPECTED] = "expected",
	[PORTAL_REDIRECTED] = "redirected",
	[PORTAL_ANOTHER] = "another",
};
NAMES_FOR(portal_outcome_names, PORTAL_OUTCOME_COUNT);

static const struct field portal_probe_fields[] = {
	TEXT(seen_portal_probe, url),
	ENUM(seen_portal_probe, first, PORTAL_NO_ANSWER, portal_outcome_names),
	ENUM(seen_portal_probe, second, PORTAL_NO_ANSWER, portal_outcome_names),
	COUNTED(seen_portal_probe, status),
	TEXT(seen_portal_probe, host),
};
static const struct record portal_probe_record = TABLE(seen_portal_probe, portal_probe_fields);

static const struct field portal_fields[] = {
	RECORDS(seen_portal, items, count, portal_probe_record, 16),
};
static const struct record portal_record = TABLE(seen_portal, portal_fields);
static const struct field paste_fields[] = {
	LINES(seen_paste, text),
	TEXTS(seen_paste, meanings, meaning_count),
	TEXT(seen_paste, producer),
	TEXT(seen_paste, host),
	INT(seen_paste, port, -1, 1, 65535),
	INT(seen_paste, alert, -1, 0, 255),
};
static const struct record paste_record = TABLE(seen_paste, paste_fields);

static const struct field detour_fields[] = {
	RECORD(seen_detour, direct, handshake_record),
	YES_NO(seen_detour, direct_trusted),
	ENUM(seen_detour, usual_port, CONNECT_NOT_TRIED, connect_outcome_names),
	TEXT(seen_detour, usual_address),
	TEXT(seen_detour, desktop_proxy),
	ENUM(seen_detour, desktop_outcome, PROXY_NOT_USED, proxy_outcome_names),
	RECORD(seen_detour, desktop, handshake_record),
	YES_NO(seen_detour, desktop_trusted),
};
static const struct record detour_record = TABLE(seen_detour, detour_fields);

static const struct field timekeeper_fields[] = {
	YES_NO(seen_timekeeper, can_ntp),
	YES_NO(seen_timekeeper, ntp),
	YES_NO(seen_timekeeper, synced),
};
static const struct record timekeeper_record = TABLE(seen_timekeeper, timekeeper_fields);

static const struct field answer_fields[] = {
	TEXT(answer, question),
	TEXT(answer, choice),
};
static const struct record answer_record = TABLE(answer, answer_fields);

static const struct field answers_fields[] = {
	RECORDS(seen_answers, items, count, answer_record, ITEMS_MOST),
};
static const struct record answers_record = TABLE(seen_answers, answers_fields);

/* ---- What clients offer ---- */
static const char *const hello_source_names[] = {
	[HELLO_CAPTURED] = "captured",
	[HELLO_PASTED] = "pasted",
	[HELLO_OWN] = "own",
};
NAMES_FOR(hello_source_names, HELLO_SOURCE_COUNT);

static const struct field hello_fields[] = {
	ENUM(seen_hello, source, HELLO_CAPTURED, hello_source_names),
	TEXT(seen_hello, from),
	TIME(seen_hello, at_s, "at"),
	COUNTED(seen_hello, times),
	BOOL(seen_hello, ssl2_form),
	INT(seen_hello, record_version, -1, 0, 0xffff),
	INT(seen_hello, client_version, -1, 0, 0xffff),
	DURATION(seen_hello, size),
	DURATION(seen_hello, wire_size),
	COUNTED(seen_hello, records),
	COUNTED(seen_hello, padding),
	COUNTED(seen_hello, session_id_size),
	TEXT(seen_hello, sni),
	TEXTS(seen_hello, alpn, alpn_count),
	NUMBERS(seen_hello, versions, version_count, 0xffff),
	NUMBERS(seen_hello, suites, suite_count, 0xffffff),
	NUMBERS(seen_hello, groups, group_count, 0xffff),
	NUMBERS(seen_hello, schemes, scheme_count, 0xffff),
	NUMBERS(seen_hello, certificate_schemes, certificate_scheme_count, 0xffff),
	NUMBERS(seen_hello, extensions, extension_count, 0xffff),
	NUMBERS(seen_hello, compressions, compression_count, 255),
	NUMBERS(seen_hello, compressors, compressor_count, 0xffff),
	NUMBERS(seen_hello, shares, share_count, 0xffff),
	NUMBERS(seen_hello, share_sizes, share_size_count, 0xffff),
	BOOL(seen_hello, grease),
	BOOL(seen_hello, ech),
	BOOL(seen_hello, session_ticket),
	COUNTED(seen_hello, ticket_size),
	BOOL(seen_hello, psk),
	BOOL(seen_hello, early_data),
	BOOL(seen_hello, status_request),
	BOOL(seen_hello, extended_master_secret),
	BOOL(seen_hello, encrypt_then_mac),
	BOOL(seen_hello, secure_renegotiation),
	TEXT(seen_hello, ja3),
	TEXT(seen_hello, ja3_text),
	TEXT(seen_hello, ja4),
	TEXT(seen_hello, ja4_text),
};
const struct record hello_record = TABLE(seen_hello, hello_fields);

static const struct field hellos_fields[] = {
	RECORDS(seen_hellos, items, count, hello_record, HELLOS_MOST),
};
static const struct record hellos_record = TABLE(seen_hellos, hellos_fields);

/* ---- All ---- */
static const struct field evidence_fields[] = {
	RECORD(evidence, settings, settings_record),
	TIME(evidence, now_s, "now"),
	{ ROW(evidence, parts, FIELD_NAMED), .record = &status_record, .names = part_names,
		.name_count = COUNT(part_names) },
	RECORD(evidence, clock, clock_record),
	RECORD(evidence, lookup, lookup_record),
	RECORD(evidence, connect, connect_record),
	RECORD(evidence, handshake, handshake_record),
	RECORD(evidence, trust, trust_record),
	RECORD(evidence, revocation, revocation_record),
	RECORD(evidence, sni, trials_record),
	RECORD(evidence, versions, trials_record),
	RECORD(evidence, addresses, trials_record),
	RECORD(evidence, matrix, matrix_record),
	RECORD(evidence, today, today_record),
	RECORD(evidence, resumption, resumption_record),
	RECORD(evidence, http, http_record),
	RECORD(evidence, times, times_record),
	RECORD(evidence, sites, sites_record),
	RECORD(evidence, resolver, resolver_record),
	RECORD(evidence, portal, portal_record),
	RECORD(evidence, policy, policy_record),
	RECORD(evidence, browsers, browsers_record),
	RECORD(evidence, paste, paste_record),
	RECORD(evidence, detour, detour_record),
	RECORD(evidence, timekeeper, timekeeper_record),
	RECORD(evidence, repeats, trials_record),
	RECORD(evidence, answers, answers_record),
	RECORD(evidence, hellos, hellos_record),
};
const struct record evidence_record = TABLE(evidence, evidence_fields);
