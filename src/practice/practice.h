/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where can one learn and test without a network? Misbehaving TLS servers on 127.0.0.1, one thread for
 * all of them, with a certificate authority made in memory.
 */
#ifndef PRACTICE_PRACTICE_H
#define PRACTICE_PRACTICE_H

#include <stddef.h>

/* What the certificates are made out to, beside localhost, 127.0.0.1 and ::1. */
#define PRACTICE_HOST "practice.test"

struct practice;

/* All faults in teaching order ("healthy" first); NULL after the last. */
const char *practice_fault_at(size_t index);
/* Whether the fault shows itself only with an option: "--no-sni" for sni-required; else NULL. */
const char *practice_option(const char *fault);

/*
 * Starts one server for each of COUNT faults on free ports (first PORT when not 0, then counting up).
 * NULL with *RET_WHY (caller frees) when it can't be done: unknown fault, port in use, no keys.
 */
struct practice *practice_start(const char *const *faults, size_t count, int port, char **ret_why);

int practice_port(const struct practice *practice, size_t index);
/* The practice CA as PEM; lives as long as PRACTICE. */
const char *practice_ca_pem(const struct practice *practice);

/* Ends the thread, closes everything, frees. */
void practice_stop(struct practice *practice);

#endif
