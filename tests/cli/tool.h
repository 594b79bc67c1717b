/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the real program do when it is called like this? Runs it, with an environment of its own, and
 * keeps what it says. Every wait ends after TOOL_PATIENCE_MS.
 */
#ifndef TESTS_CLI_TOOL_H
#define TESTS_CLI_TOOL_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>
#include "practice/practice.h"

#define TOOL_PATIENCE_MS 30000
#define TOOL_ARGUMENTS_MOST 24

struct tool {
	pid_t pid;
	int out_fd, err_fd; /* to read from, or -1 */
	int status; /* of exit, or 128 and a signal */
	char *out, *err; /* all of it, ended by a NUL */
	size_t out_length;
};

enum tool_stdout {
	TOOL_STDOUT_READ, /* kept in out */
	TOOL_STDOUT_CLOSED, /* no descriptor 1 at all */
	TOOL_STDOUT_GONE, /* a pipe that nobody reads any more */
};

struct tool_wish {
	const char *const *arguments; /* after the program's name, NULL-ended */
	const char *input; /* for standard input; NULL: nothing */
	const char *const *variables; /* "NAME=VALUE", NULL-ended; or NULL */
	enum tool_stdout output;
};

/* The path of the program: $TLSDOCTOR, or the one that was built. */
const char *tool_program(void);

/* Starts it; end with tool_finish(). */
struct tool tool_start(const struct tool_wish *wish);

/* Reads standard output until it holds TEXT. */
void tool_await(struct tool *tool, const char *text);

/* The same of standard error. */
void tool_await_error(struct tool *tool, const char *text);

/* Waits for the end. */
void tool_finish(struct tool *tool);

/* Both, for arguments alone. The caller calls tool_free(). */
struct tool tool_run(const char *const *arguments);
#define TOOL(...) tool_run((const char *const[]){ __VA_ARGS__, NULL })

void tool_free(struct tool *tool);

/* Standard output as JSON; the test fails when it is none. */
json_t *tool_json(const struct tool *tool);

/* The id of the cause that a report names first, or "". */
const char *tool_cause(const json_t *report);

/* A new empty folder; removed with what is in it by tool_remove_folder(). */
char *tool_folder(void);
void tool_remove_folder(char *folder);

/* ---- A practice server to look at ---- */

struct school {
	struct practice *practice;
	char *folder;
	char *ca_file;
	char target[64]; /* practice.test:PORT */
	char address[64]; /* 127.0.0.1:PORT */
};

struct school school_open(const char *fault);
void school_close(struct school *school);

/* Checks it with "check TARGET --connect-to --ca-file" and the further arguments. */
struct tool school_check(const struct school *school, const char *const *arguments);
#define SCHOOL_CHECK(school, ...) school_check(school, (const char *const[]){ __VA_ARGS__, NULL })

#endif
