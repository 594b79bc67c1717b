/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does one look at a practice server? The settings that lead there, and the same as command lines.
 */
#ifndef CLI_LESSON_H
#define CLI_LESSON_H

#include "evidence/settings.h"
#include "practice/practice.h"

/* Fills RET (settings_init'ed here) for server INDEX of PRACTICE, which plays FAULT. 0, or -1. */
int lesson_settings(
	const struct practice *practice, size_t index, const char *fault, struct settings *ret);

/* What to type, with the practice CA in CA_FILE: tlsdoctor, and curl. The caller frees it. */
char *lesson_command(
	const struct practice *practice, size_t index, const char *fault, const char *ca_file);
char *lesson_curl(
	const struct practice *practice, size_t index, const char *fault, const char *ca_file);

#endif
