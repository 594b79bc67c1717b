/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong in an nginx configuration, where, and how would the line be right? A list of faults; which
 * kinds there are, one table says. Words stand in guide/text/nginx.finding.
 */
#ifndef WEBSERVER_NGINX_FAULTS_H
#define WEBSERVER_NGINX_FAULTS_H

#include "check/findings.h"
#include "evidence/facts.h"
#include "webserver/nginx_conf.h"

struct nginx_kind {
	const char *id; /* "nginx.sni-off" */
	const char *cause; /* a cause id where one fits, or NULL */
	enum verdict verdict; /* fail, warn; note and unknown are remarks */
	const char *facts; /* names, comma separated, always set */
};

const struct nginx_kind *nginx_kind_at(size_t index); /* NULL after the last */
const struct nginx_kind *nginx_kind(const char *id); /* or NULL */

enum nginx_change {
	NGINX_CHANGE_NONE,
	NGINX_CHANGE_LINE, /* the line is to become `better` */
	NGINX_CHANGE_ADD, /* `better` is to be added beside it */
	NGINX_CHANGE_REMOVE, /* the line is to go */
};

struct nginx_fault {
	const struct nginx_kind *kind;
	const char *file; /* owned by the configuration */
	int line;
	char *written; /* the directive as it stands, or NULL */
	enum nginx_change change;
	char *better; /* lines, or NULL */
	struct facts facts;
};

struct nginx_faults {
	struct nginx_fault *items;
	size_t count;
};

/*
 * Adds a fault of kind ID at DIRECTIVE; returns it, good until the next one is added. An ID that isn't in the
 * table is a mistake in the program and ends it.
 */
struct nginx_fault *nginx_fault_add(
	struct nginx_faults *faults, const char *id, const struct nginx_directive *directive);

/* The same at a place where no directive is. */
struct nginx_fault *nginx_fault_at(
	struct nginx_faults *faults, const char *id, const char *file, int line);

/* Sets what would be right. BETTER (printf) is one or more lines. */
void nginx_fault_better(struct nginx_fault *fault, enum nginx_change change, const char *better,
	...) __attribute__((format(printf, 3, 4)));

/* Whether ID was already found at FILE and LINE. */
bool nginx_fault_known(
	const struct nginx_faults *faults, const char *id, const char *file, int line);

/* In the order of the files as read, then of the lines. */
void nginx_faults_sort(struct nginx_faults *faults, const struct nginx_conf *conf);

void nginx_faults_free(struct nginx_faults *faults);

/* The id for scripts: the cause where one fits, else the kind's own. */
const char *nginx_fault_id(const struct nginx_fault *fault);

#endif
