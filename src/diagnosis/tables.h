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
#include "diagnosis/paste.h"

/* What must stand around a pattern that may mean something else elsewhere. */
enum paste_context {
	CONTEXT_NONE, /* nothing: nobody else writes so */
	CONTEXT_TLS, /* a sign of TLS: a library, https, a port of it */
	CONTEXT_NETWORK, /* the same, or at least no sign of another service */
	CONTEXT_WHOLE, /* the pattern is (nearly) all there is, or a sign of TLS is near */
};

/* A message that people paste. */
struct error_row {
	const char *id;
	const char *producer;
	const char *meaning; /* id of a meaning_row */
	enum paste_context context;
	double rank; /* 0: the meaning's */
	const char *const *patterns; /* see docs/stanzas.md; NULL-ended, as the others */
	const char *const *codes; /* "openssl 134 0x10b": a family and numbers */
	const char *const *beside; /* one of these must stand near */
	const char *const *unless; /* none of these may */
};

extern const struct cause_rule diagnosis_rules[];
extern const size_t diagnosis_rules_count;
extern const struct client diagnosis_clients[];
extern const size_t diagnosis_clients_count;
extern const struct meaning_row diagnosis_meanings[];
extern const size_t diagnosis_meanings_count;
extern const struct error_row diagnosis_errors[];
extern const size_t diagnosis_errors_count;

#endif
