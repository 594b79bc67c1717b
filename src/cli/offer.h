/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which client is the server to be compared with? The value of --offer.
 */
#ifndef CLI_OFFER_H
#define CLI_OFFER_H

#include "evidence/client_hello.h"
#include "i18n/i18n.h"

#define OFFER_MOST (1u << 20) /* bytes of a file */

/*
 * Reads VALUE: "self"; "-" for standard input; a file when one of that name is there; else a list. What is read
 * is a list of names or codes, or the JSON that "hello" prints. NULL with the client in RET (the caller frees
 * it), or a sentence (the caller frees it) that says why VALUE is none.
 */
char *offer_read(const struct language *language, const char *value, struct seen_hello *ret);

#endif
