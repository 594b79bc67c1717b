/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens when this client meets this server? What both sides would choose, as far as that was
 * measured, and one question for each rule. For the files of diagnosis/ only.
 */
#ifndef DIAGNOSIS_MEETING_H
#define DIAGNOSIS_MEETING_H

#include "check/findings.h"
#include "diagnosis/clients.h"
#include "evidence/evidence.h"
#include "evidence/suites.h"

enum fit {
	FIT_YES,
	FIT_NO,
	FIT_UNKNOWN,
};

struct meeting {
	const struct evidence *evidence;
	const struct findings *findings;
	const struct client *client;
	enum fit versions, suites; /* is there one in common? */
	int version; /* that both would choose, or -1 */
	const struct suite *suite; /* likewise, or NULL */
	const struct seen_handshake *seen; /* one that was made at that version, or NULL */
	const struct seen_offer *offer; /* all that is accepted at that version, or NULL */
};

/* Finds version and suite. EVIDENCE must have a handshake or trials of one. */
struct meeting meeting_of(const struct evidence *evidence, const struct findings *findings,
	const struct client *client);

/* ---- Questions about the handshake: is that all right for the client? ---- */
enum fit meeting_hello(const struct meeting *meeting);
enum fit meeting_version(const struct meeting *meeting);
enum fit meeting_suite(const struct meeting *meeting);
enum fit meeting_group(const struct meeting *meeting);
enum fit meeting_dh(const struct meeting *meeting);
enum fit meeting_renegotiation(const struct meeting *meeting);
enum fit meeting_ems(const struct meeting *meeting);
enum fit meeting_sni(const struct meeting *meeting);
enum fit meeting_key(const struct meeting *meeting);

/* ---- About the certificates, for clients that verify ---- */
enum fit meeting_rsa(const struct meeting *meeting);
enum fit meeting_signature(const struct meeting *meeting);
enum fit meeting_path(const struct meeting *meeting);
enum fit meeting_missing(const struct meeting *meeting);
enum fit meeting_root(const struct meeting *meeting);
enum fit meeting_names(const struct meeting *meeting);
enum fit meeting_wildcard(const struct meeting *meeting);
enum fit meeting_timestamps(const struct meeting *meeting);
enum fit meeting_lifetime(const struct meeting *meeting);
enum fit meeting_purpose(const struct meeting *meeting);
enum fit meeting_distrust(const struct meeting *meeting);
enum fit meeting_staple(const struct meeting *meeting);
enum fit meeting_must_staple(const struct meeting *meeting);
enum fit meeting_revoked(const struct meeting *meeting);

#endif
