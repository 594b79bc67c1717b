/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would a person see? A program on a pseudo-terminal whose screen can be read: keys and pastes go
 * in, rows come out. Nothing sleeps: every wait is for a condition, with a deadline.
 */
#ifndef TESTS_UI_TERMINAL_H
#define TESTS_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

/* Only a test that fails waits so long; a machine under load, or a sanitizer, may need much of it. */
#define TERMINAL_PATIENCE_MS 60000

struct terminal {
	int fd; /* the master's side; -1 once closed */
	pid_t pid; /* the program, or the small shell above it */
	bool is_job;
	VTerm *vt;
	VTermScreen *screen;
	int rows, columns;
	size_t bytes; /* written by the program so far */
	char *raw; /* all of them */
	size_t shown; /* of these, what the screen has taken in */
	int region_top; /* of the scrolling region, counted from 1; 0: the whole screen */
	bool ended; /* the program's side is closed */
};

struct terminal_start {
	const char *const *argv; /* NULL-ended; argv[0] with a slash */
	const char *const *env; /* NULL-ended "NAME=VALUE"; added to PATH, HOME alone */
	int columns, rows;
	bool job; /* under a small shell with job control, so that it can be stopped */
};

struct terminal *terminal_open(const struct terminal_start *start);

/* Kills what still runs, frees. Returns the wait status, -1 when it had to be killed. */
int terminal_close(struct terminal *terminal);

/* Waits until the program has ended; its wait status (-1: it didn't; then use terminal_close). */
int terminal_status(struct terminal *terminal);

void terminal_keys(struct terminal *terminal, const char *keys);
void terminal_paste(struct terminal *terminal, const char *text); /* bracketed */
void terminal_resize(struct terminal *terminal, int columns, int rows);

/* Takes in what the program wrote, waiting at most MS for more. false when there was nothing. */
bool terminal_pump(struct terminal *terminal, int ms);

/* Row ROW as UTF-8, without trailing blanks. The caller frees it. */
char *terminal_row(struct terminal *terminal, int row);

/* Whether TEXT stands somewhere, blanks and line ends left out of account (so a wrapped sentence counts
 * in every language). */
bool terminal_has(struct terminal *terminal, const char *text);

/* The row (from 0) on which TEXT stands as it is, or -1. */
int terminal_row_of(struct terminal *terminal, const char *text);

/* Waits for TEXT to be there, or gone. false after the deadline; then the screen is printed. */
bool terminal_until(struct terminal *terminal, const char *text);
bool terminal_gone(struct terminal *terminal, const char *text);

/* Waits until the bytes written so far hold SEQUENCE (from byte FROM on). */
bool terminal_wrote(struct terminal *terminal, const char *sequence, size_t from);

/* For a job: waits until it is stopped; lets it go on in the foreground. */
bool terminal_job_stopped(struct terminal *terminal);
void terminal_job_resume(struct terminal *terminal);
/* The job's own process. */
pid_t terminal_job_pid(struct terminal *terminal);

void terminal_dump(struct terminal *terminal);

#endif
