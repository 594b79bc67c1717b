/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which members do the structs of this folder have? The tables behind init, copy, free and JSON; for
 * the files of src/evidence only.
 */
#ifndef EVIDENCE_RECORDS_H
#define EVIDENCE_RECORDS_H

#include "evidence/record.h"

extern const struct record target_record;
extern const struct record settings_record;
extern const struct record cert_record;
extern const struct record above_record;
extern const struct record handshake_record;
extern const struct record offer_record, oddity_record;
extern const struct record hello_record;
extern const struct record site_record;
extern const struct record policy_record;
extern const struct record browsers_record;
extern const struct record evidence_record;

/* The names that JSON gives the values of the enums; indexed by them. */
extern const char *const starttls_names[];
extern const char *const part_names[];
extern const char *const stage_names[];
extern const char *const service_names[];

#endif
