/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with each practice server? One row a fault: how its certificate is made, which protocol
 * versions it speaks, how it behaves.
 */
#ifndef PRACTICE_FAULT_H
#define PRACTICE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

enum signer {
	SIGNER_INTERMEDIATE, /* of the practice CA */
	SIGNER_ITSELF,
	SIGNER_STRANGER, /* a CA that nobody is given; its own certificate is sent along */
};

/* How to make the certificate of a server. */
struct recipe {
	enum signer signer;
	bool leaf_only; /* sends no certificate but its own */
	const char *
		name; /* made out to this name alone; NULL: to PRACTICE_HOST, localhost and loopback */
	int begins_day; /* validity, in days from now */
	int ends_day;
};

enum conduct {
	CONDUCT_TLS, /* handshake, one small HTTP answer, end */
	CONDUCT_NEEDS_NAME, /* the same, but alert unrecognized_name for a hello without SNI */
	CONDUCT_HTTP, /* HTTP without TLS */
	CONDUCT_SILENT, /* listens for ever, never says a word */
	CONDUCT_CLOSE, /* ends every connection at once */
	CONDUCT_ISSUER, /* hands out the intermediate certificate by HTTP; not a fault */
};

struct fault {
	const char *id;
	const char *option; /* of `check`, without which the fault stays unseen; or NULL */
	enum conduct conduct;
	const char *priority; /* GnuTLS priority string; NULL when no TLS is spoken */
	struct recipe recipe; /* unused without TLS */
};

extern const struct fault practice_faults[];
extern const size_t practice_fault_count;

/* The row called ID, or NULL. */
const struct fault *fault_find(const char *id);

#endif
