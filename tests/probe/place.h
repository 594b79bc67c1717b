/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a whole run say in a network that the test has made? A practice server at practice.test, a name
 * service, and consent to ask others, who are all here.
 */
#ifndef TESTS_PROBE_PLACE_H
#define TESTS_PROBE_PLACE_H

#include "practice/practice.h"
#include "session/session.h"
#include "support/space.h"

struct place {
	struct practice *practice;
	struct names *names;
	struct budget *budget;
	struct session *session;
};

/* Enters a network of its own, with the practice server FAULT and a name service of ROWS. */
void place_open(struct place *place, const char *fault, const struct names_row *rows);

/* The settings, to be changed before looking. */
struct settings *place_settings(struct place *place);

/* Another target in the same place. */
void place_again(struct place *place, const char *target);

/* Looks to the end. */
void place_look(struct place *place);

const struct finding *place_finding(const struct place *place, const char *id); /* or NULL */

/* The cause named first ("none") and a finding (NULL: any). */
void place_expect(const struct place *place, const char *cause, const char *finding);

void place_close(struct place *place);

#endif
