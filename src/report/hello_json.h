/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a client's offer look to a program? Numbers as in saved sessions, their names beside them.
 */
#ifndef REPORT_HELLO_JSON_H
#define REPORT_HELLO_JSON_H

#include <jansson.h>
#include "evidence/evidence.h"

/* The hello with "names" of what is in its lists; a new reference. */
json_t *hello_json(const struct seen_hello *hello);

/* What HELLO and the server of EVIDENCE have in common, and what not; a new reference. */
json_t *hello_common_json(const struct seen_hello *hello, const struct evidence *evidence);

#endif
