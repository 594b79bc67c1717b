/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that a server accepts, for programs.
 */
#ifndef REPORT_ACCEPTS_JSON_H
#define REPORT_ACCEPTS_JSON_H

#include <jansson.h>
#include "evidence/evidence.h"

/*
 * An object: complete, connections, versions (newest first: version, spoken, order, dh_bits, suites), groups,
 * signatures; each item has name, strength and reasons. null where nobody asked. New reference.
 */
json_t *accepts_json(const struct evidence *evidence);

#endif
