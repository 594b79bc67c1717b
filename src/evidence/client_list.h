/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which client does this pasted text describe? A list of cipher suites, and of versions, groups and signature
 * schemes if they are in it, in the spellings that people copy from programs and pages.
 */
#ifndef EVIDENCE_CLIENT_LIST_H
#define EVIDENCE_CLIENT_LIST_H

#include <stddef.h>
#include "evidence/client_hello.h"

enum client_list_outcome {
	CLIENT_LIST_OK,
	CLIENT_LIST_NOTHING, /* no suite, group, scheme or version is in it */
	CLIENT_LIST_RULE, /* "HIGH:!aNULL", "ECDHE+AESGCM", "NORMAL": what it means depends on the library */
	CLIENT_LIST_OUTCOME_COUNT
};

#define CLIENT_LIST_WORDS_MOST 8

struct client_list {
	struct seen_hello hello; /* HELLO_PASTED; what isn't in the text is empty */
	char *strange[CLIENT_LIST_WORDS_MOST]; /* the first words that mean nothing here, cleaned */
	size_t strange_count; /* of all such words; may be more than kept */
	char *rule; /* the word that makes it a rule, cleaned, or NULL */
};

/*
 * Reads LENGTH bytes of TEXT: names of IANA, OpenSSL, Java or GnuTLS, codes ("0xC02F", "0xC0,0x2F", "c02f"),
 * separated by commas, colons, semicolons, blanks, brackets or new lines; also what "openssl ciphers -v" and
 * "-V" print. At most 4,096 entries of each kind are kept, each once, in their order. RET is always
 * initialised; the caller frees it.
 */
enum client_list_outcome client_list_read(const char *text, size_t length, struct client_list *ret);

void client_list_free(struct client_list *list);

#endif
