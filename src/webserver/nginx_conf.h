/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in an nginx configuration, with file and line? A tree of directives with the included files
 * in their places. What can't be read is a problem in a list; the rest is read all the same.
 */
#ifndef WEBSERVER_NGINX_CONF_H
#define WEBSERVER_NGINX_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

struct nginx_directive {
	char *name; /* "" for the root */
	char **words; /* behind the name */
	int *word_lines;
	size_t word_count;
	const char *file; /* owned by the configuration */
	int line; /* where the name stands, from 1 */
	bool block;
	bool lua; /* a block of Lua code, which isn't read */
	struct nginx_directive *parent; /* NULL for the root */
	struct nginx_directive **children;
	size_t child_count;
};

enum nginx_problem_kind {
	NGINX_PROBLEM_BRACE, /* a "}" too many */
	NGINX_PROBLEM_OPEN, /* a block that nothing closes; `detail` is its name */
	NGINX_PROBLEM_END, /* a directive without ";"; `detail` is its name */
	NGINX_PROBLEM_QUOTE, /* a quote that nothing closes */
	NGINX_PROBLEM_LENGTH, /* a word longer than nginx takes */
	NGINX_PROBLEM_EMPTY, /* "{" or ";" without a directive before it */
	NGINX_PROBLEM_CYCLE, /* `detail` includes itself */
	NGINX_PROBLEM_MISSING, /* an included file isn't there */
	NGINX_PROBLEM_UNREADABLE, /* `detail`, and why */
	NGINX_PROBLEM_LARGE, /* `detail` is too large, or all together: not read */
	NGINX_PROBLEM_DEEP, /* includes or blocks in one another, too many */
	NGINX_PROBLEM_LUA, /* Lua code, not examined */
	NGINX_PROBLEM_COUNT
};

struct nginx_problem {
	enum nginx_problem_kind kind;
	const char *file;
	int line;
	char *detail; /* not cleaned */
	int sys_errno; /* for MISSING and UNREADABLE */
};

/* How files are come by; the fuzzer and "nginx -T" have their own. */
struct nginx_files {
	void *context;
	/* PATH's content into RET, at most LIMIT bytes: 0, or an errno as file_read() gives it. */
	int (*read)(void *context, const char *path, size_t limit, struct buffer *ret);
	/* Paths that fit PATTERN, sorted; the caller frees each and the list. */
	char **(*find)(void *context, const char *pattern, size_t *ret_count);
};

struct nginx_conf {
	struct nginx_directive *root;
	char **files; /* every file that was read, the first one first */
	size_t file_count;
	char *prefix; /* the folder that relative paths begin at */
	bool dump; /* it came from "nginx -T": its files are somewhere else, perhaps on another host */
	bool snippet; /* a part of a configuration: servers, upstreams or locations stand outside of http */
	struct nginx_problem *problems;
	size_t problem_count;
	size_t bytes_left, directives_left; /* private: what may still be read */
	const struct nginx_files *from; /* private */
};

/*
 * Reads FILE ("-" is standard input), or the output of "nginx -T" in it. At most 8 MiB and 200,000 directives
 * in all, an included file at most half of what is left; 32 includes and 64 blocks in one another. 0, or an errno
 * when FILE itself can't be read; RET is to be freed either way.
 */
int nginx_conf_read(const char *file, struct nginx_conf *ret);

/* The same for TEXT, called FILE, with FILES for its includes (NULL: there are none to be had). */
void nginx_conf_parse(const char *file, const char *text, size_t length,
	const struct nginx_files *files, struct nginx_conf *ret);

void nginx_conf_free(struct nginx_conf *conf);

/* PATH as nginx finds it: relative ones in the folder of the configuration. The caller frees it. */
char *nginx_conf_path(const struct nginx_conf *conf, const char *path);

/* ---- Looking around ---- */

/* The INDEXth child called NAME, or NULL. */
const struct nginx_directive *nginx_child(
	const struct nginx_directive *block, const char *name, size_t index);

/* NAME where it counts for what stands in BLOCK: in BLOCK itself, else in the nearest block around it. Of
 * several in one block the first. NULL when nothing sets it. */
const struct nginx_directive *nginx_nearest(const struct nginx_directive *block, const char *name);

/* The block of that NAME around DIRECTIVE, or NULL. */
const struct nginx_directive *nginx_within(
	const struct nginx_directive *directive, const char *name);

/* The first word, or NULL. */
const char *nginx_value(const struct nginx_directive *directive);
/* Whether one of the words is WORD. */
bool nginx_has_word(const struct nginx_directive *directive, const char *word);

/* The directive as it is written, on one line with its ";" or "{". The caller frees it. */
char *nginx_as_written(const struct nginx_directive *directive);

/* Called for DIRECTIVE and everything in it, in the order of the text. */
void nginx_walk(const struct nginx_directive *directive,
	void (*visit)(void *context, const struct nginx_directive *directive), void *context);

#endif
