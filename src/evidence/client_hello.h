/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a client offer? A browser's ClientHello as it was captured, a list that somebody pasted, or
 * what this program itself sends: plain numbers of the registries, in the order of the client.
 */
#ifndef EVIDENCE_CLIENT_HELLO_H
#define EVIDENCE_CLIENT_HELLO_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum hello_source {
	HELLO_CAPTURED, /* the bytes of a client were read */
	HELLO_PASTED, /* a list of names; whatever isn't in it is unknown */
	HELLO_OWN, /* what this program sends */
	HELLO_SOURCE_COUNT
};

#define HELLOS_MOST 16 /* kept of one run */

/* -1 is "unknown", NULL is "unknown" or "none sent". GREASE (see names_grease()) stands where it was sent. */
struct seen_hello {
	enum hello_source source;
	char *from; /* numeric address of who sent it, or NULL */
	int64_t at_s; /* when it came, by this computer's clock */
	int times; /* how often the same client sent it */
	bool ssl2_form; /* in SSL 2's form: there are no extensions then */
	int record_version; /* of the first record */
	int client_version; /* 0x0303 for TLS 1.2 and 1.3 */
	int64_t size; /* bytes of the message with its header of 4 */
	int64_t wire_size; /* and with the headers of its records */
	int records; /* how many carried it */
	int padding; /* bytes of the padding extension */
	int session_id_size;
	char *sni; /* the name asked for */
	char **alpn;
	size_t alpn_count;
	int *versions; /* supported_versions; empty before TLS 1.3 */
	size_t version_count;
	int *suites;
	size_t suite_count;
	int *groups;
	size_t group_count;
	int *schemes; /* signature_algorithms */
	size_t scheme_count;
	int *certificate_schemes; /* signature_algorithms_cert */
	size_t certificate_scheme_count;
	int *extensions; /* their types, in the order sent */
	size_t extension_count;
	int *compressions; /* 0 alone is "none", as it should be */
	size_t compression_count;
	int *compressors; /* of certificates, RFC 8879 */
	size_t compressor_count;
	int *shares; /* groups for which a key was sent at once ... */
	size_t share_count;
	int *share_sizes; /* ... and the bytes of each */
	size_t share_size_count;
	bool grease; /* meaningless numbers strewn in, RFC 8701 */
	bool ech; /* encrypted_client_hello, which may be a decoy too */
	bool session_ticket; /* tickets are understood, RFC 5077 */
	int ticket_size; /* bytes of the one it came back with */
	bool psk; /* pre_shared_key: it wants to go on with an earlier session */
	bool early_data;
	bool status_request; /* wants a stapled OCSP response */
	bool extended_master_secret, encrypt_then_mac;
	bool secure_renegotiation; /* RFC 5746, by extension or signal */
	char *ja3, *ja3_text; /* fingerprint (MD5), and what it is made from */
	char *ja4, *ja4_text; /* the same; its long form (JA4_r) */
};

struct seen_hellos {
	struct seen_hello *items; /* the one to compare with first */
	size_t count;
};

void seen_hello_init(struct seen_hello *hello); /* on memory of any content */
void seen_hello_copy(struct seen_hello *to, const struct seen_hello *from); /* TO of any content */
void seen_hello_free(struct seen_hello *hello); /* leaves it initialised */

/* Whether both offer the same things in the same words; addresses and times don't count, nor which GREASE. */
bool seen_hello_same(const struct seen_hello *a, const struct seen_hello *b);

/*
 * Puts a copy of HELLO in front. One that is the same as it is taken out, and so is the last when there
 * are too many.
 */
void seen_hellos_add(struct seen_hellos *hellos, const struct seen_hello *hello);

/* An object (new reference) as in saved sessions: numbers are IANA's. */
json_t *seen_hello_json(const struct seen_hello *hello);

/*
 * Reads what seen_hello_json() wrote into RET (initialised here). 0, or -1 with *RET_WHERE (the caller frees
 * it): the path of the first thing that isn't as written. Then RET is left initialised.
 */
int seen_hello_from_json(const json_t *json, struct seen_hello *ret, char **ret_where);

#endif
