/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of all that the server accepts do today's programs offer? For the checks that judge the matrix.
 */
#ifndef CHECK_OFFERS_H
#define CHECK_OFFERS_H

#include <stdbool.h>
#include "evidence/evidence.h"
#include "evidence/suites.h"

enum {
	OFFERS_SSL_3_0 = 0x0300,
	OFFERS_TLS_1_0 = 0x0301,
	OFFERS_TLS_1_2 = 0x0303,
	OFFERS_TLS_1_3 = 0x0304,
	OFFERS_X25519MLKEM768 = 0x11ec,
};

/* Why a check says "could not check" of an incomplete matrix. */
#define OFFERS_UNCLEAR WHY_NO_ANSWER

/* Whether every question was answered: only then "not accepted" is known. */
bool offers_whole(const struct evidence *evidence);

/* What is accepted at VERSION, or NULL where nobody asked. */
const struct seen_offer *offers_at(const struct evidence *evidence, int version);

/* Whether the server refused the hello called so (struct seen_today), though it has shaken hands before. */
bool offers_refused_today(const struct evidence *evidence, const char *hello);

/* Whether VERSION is known to be spoken. */
bool offers_spoken(const struct evidence *evidence, int version);

/* Whether Chrome, Firefox and Safari all offer it (their hellos of 2026). */
bool offers_suite_of_today(unsigned number);

/* Whether these and OpenSSL, Java and Go offer it, also in versions of some years ago. */
bool offers_group_of_today(unsigned number);

/*
 * Broken, or nobody offers it any more: worse than what only lacks forward secrecy or an AEAD cipher, which
 * programs of today still take.
 */
bool offers_outdated(const struct suite *suite);

#endif
