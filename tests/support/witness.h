/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is contacted? In the test's own network (space.h) every packet to anywhere leaves by the loopback, where
 * this thread notes each first one: whom it is for, and which name the resolver is asked for.
 */
#ifndef TESTS_SUPPORT_WITNESS_H
#define TESTS_SUPPORT_WITNESS_H

struct witness;

/* After space_enter(). */
struct witness *witness_start(void);

/*
 * What was seen since the last call, each once, sorted, each behind a blank: " dns:site.test tcp:192.0.2.10:443
 * udp:192.0.2.51:123". The resolver itself at 127.0.0.1 isn't told. The caller frees it.
 */
char *witness_take(struct witness *witness);

void witness_end(struct witness *witness);

#endif
