/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a healthy server look like, and what changes when one thing about it is wrong? Evidence for the
 * tests of check/ and diagnosis/, made in memory.
 */
#ifndef TESTS_CHECK_MAKE_H
#define TESTS_CHECK_MAKE_H

#include "check/check.h"
#include "diagnosis/clients.h"
#include "evidence/evidence.h"

#define NOW_S ((int64_t)1781524800) /* 2026-06-15T12:00:00Z */
#define MINUTE_S ((int64_t)60)
#define HOUR_S ((int64_t)3600)
#define A_DAY_S ((int64_t)86400)

/* www.example.com as it should be: everything seen, leaf and intermediate sent, an anchor found. */
void make_healthy(struct evidence *evidence);

void make_text(char **field, const char *text); /* replaces */

/* The whole clock of this computer is off by OFFSET_S (positive: fast); the rest of the world isn't. */
void make_clock_off(struct evidence *evidence, int64_t offset_s);

/* A time server says that OFFSET_S must be added to this computer's clock. */
void make_time_server(struct evidence *evidence, const char *source, int64_t offset_s);

/* A reference site called HOST, well and trusted, with certificates of an issuer of its own. */
struct seen_site *make_site(struct evidence *evidence, const char *host);
/* Something re-signs it: its certificate comes from ISSUER, which isn't trusted. */
void make_resigned(struct seen_site *site, const char *issuer);

/* The leaf's names are these; NULL: no such extension. */
void make_names(struct evidence *evidence, const char *first, const char *second);
void make_ip_name(struct evidence *evidence, const char *address);
void make_host(struct evidence *evidence, const char *host);

/* Everything that is judged without a network: the checks, then the clients. */
void make_judged(const struct evidence *evidence, struct findings *findings);

/* COUNT timestamps in the leaf, each of another log. */
void make_stamps(struct evidence *ev, int count);

struct seen_cert *make_leaf(struct evidence *evidence);
void make_dates(struct seen_cert *cert, int64_t from_days, int64_t to_days); /* from NOW_S */

/* The handshake ended so; what lies behind it wasn't reached. */
void make_failed(struct evidence *evidence, enum hs_outcome outcome, enum stage stage);
void make_alert(struct evidence *evidence, int alert);

/* Nobody answered so far: parts behind weren't reached. */
void make_not_reached(struct evidence *evidence, enum part from);

/* A client to compare with: as if captured, with the lists that TEXT names (evidence/client_list.h). */
void make_client(struct evidence *evidence, const char *text);

/* Sends the first COUNT certificates only, and the trust part says OUTCOME. */
void make_untrusted(struct evidence *evidence, enum trust_outcome outcome, size_t count);

struct seen_handshake *make_trial(struct seen_trials *trials, const char *label, int version);
/* At VERSION the server accepts SUITE alone; and of all groups, GROUP alone. All was asked. */
void make_offer(struct evidence *evidence, int version, int suite);
void make_group(struct evidence *evidence, int group);
void make_free_trials(struct seen_trials *trials);
struct seen_attempt *make_attempt(
	struct evidence *evidence, const char *address, int family, enum connect_outcome outcome);

/* The matrix: what is accepted at VERSION; its suites, GROUPS likewise, replaced by those up to a 0. */
struct seen_offer *make_offered(struct evidence *evidence, int version);
void make_suites(struct evidence *evidence, int version, const int *suites);
void make_groups(struct evidence *evidence, int version, const int *groups);
/* The unusual hello LABEL ended as ODD, the usual one as USUAL. */
struct seen_oddity *make_oddity(
	struct evidence *evidence, const char *label, enum hs_outcome odd, enum hs_outcome usual);
/* Nobody asked for everything. */
void make_no_matrix(struct evidence *evidence);

/* One fault each, and what must be said of it. */
struct made_case {
	const char *name;
	void (*change)(struct evidence *evidence);
	const char *finding; /* that the healthy server doesn't give */
	const char *cause; /* named first; NULL: none at all */
};
extern const struct made_case made_cases[]; /* ends with a NULL name */

/* Healthy servers of many kinds: no cause. */
struct made_healthy {
	const char *name;
	void (*change)(struct evidence *evidence);
};
extern const struct made_healthy made_healthy[]; /* ends with a NULL name */

#endif
