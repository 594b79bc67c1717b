/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has the person pressed Ctrl+C? While caught, SIGINT, SIGTERM and SIGHUP make a descriptor readable
 * instead of ending the program.
 */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <stdbool.h>

/* Catches them from now on, in threads started later too. A descriptor to poll, or -1. */
int signals_catch(void);

/* Whether one has come; it is taken off the descriptor. */
bool signals_came(int fd);

/* Waits until one comes. */
void signals_wait(int fd);

/* As before signals_catch. */
void signals_release(int fd);

#endif
