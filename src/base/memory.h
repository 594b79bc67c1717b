/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does memory come from? From here; nothing returned by this module is ever NULL.
 *
 * A helper on somebody's terminal can't do anything useful without memory, so running out ends the
 * program cleanly: the restore hook puts the terminal back, one sentence goes to standard error,
 * exit status 2. Free with free().
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* COUNT zeroed items of SIZE bytes. */
void *memory_new(size_t count, size_t size);

/* Resizes MEMORY (may be NULL) to COUNT items of SIZE bytes; new bytes are not zeroed. */
void *memory_resize(void *memory, size_t count, size_t size);

/* A copy of TEXT, or of its first LENGTH bytes, always ended by a NUL. NULL is copied as NULL. */
char *memory_text(const char *text);
char *memory_text_n(const char *text, size_t length);

/* printf into fresh memory. */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* RESTORE is called once before the program ends for want of memory (NULL: nothing to restore). */
void memory_set_restore(void (*restore)(void));

#endif
