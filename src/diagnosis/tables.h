/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the stanza files of rules/ become? Rows of a generated table (tools/gen writes tables.c at build
 * time). Only diagnosis/ reads it. Lists end with NULL and are never NULL themselves.
 */
#ifndef DIAGNOSIS_TABLES_H
#define DIAGNOSIS_TABLES_H

#include <stddef.h>
#include "diagnosis/clients.h"
#include "diagnosis/diagnosis.h"

extern const struct cause_rule diagnosis_rules[];
extern const size_t diagnosis_rules_count;
extern const struct client diagnosis_clients[];
extern const size_t diagnosis_clients_count;

#endif
