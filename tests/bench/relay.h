/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would this cost far away? A TCP relay on the loopback that holds every byte back for half a round
 * trip in each direction, and the first bytes of a connection for a whole one more: its handshake's.
 */
#ifndef TESTS_BENCH_RELAY_H
#define TESTS_BENCH_RELAY_H

struct relay;

/* Relays 127.0.0.1:*RET_PORT to 127.0.0.1:TO with a round trip of RTT_MS. NULL when it can't. */
struct relay *relay_start(int to, int rtt_ms, int *ret_port);

/* How many connections came so far. */
int relay_count(struct relay *relay);

void relay_stop(struct relay *relay);

#endif
