/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does work begin beside the main thread? Threads of ours never take signals: those belong to the main thread.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

/* Starts RUN with CONTEXT in *RET, with a stack of 1 MiB. 0, or an errno. */
int thread_start(pthread_t *ret, void *(*run)(void *), void *context);

#endif
