/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the files of this computer say? Read only, each noted by name so that it can be said which ones
 * were read; never through a pipe or a device, never somebody else's unless that was asked for. Where the system
 * allows it, not even the time of the last reading changes.
 */
#ifndef PROBE_LOCAL_H
#define PROBE_LOCAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/buffer.h"
#include "evidence/evidence.h"

struct local {
	const char *root; /* a folder in the place of /, or NULL */
	bool owned; /* read only what belongs to `owner`, whatever this program is allowed to */
	uid_t owner;
	struct seen_file *files; /* what was looked at so far */
	size_t file_count;
};

/* PATH below the root. The caller frees it. */
char *local_path(const struct local *local, const char *path);

/* Reads PATH (of at most LIMIT bytes) into RET, which stays empty unless FILE_READ is returned. */
enum file_state local_read(struct local *local, const char *path, size_t limit, struct buffer *ret);

/* Says that PATH, which was read, isn't of its format. */
void local_bad(struct local *local, const char *path);

/* Hands over the list of files. */
void local_take(struct local *local, struct seen_file **ret_files, size_t *ret_count);

/*
 * The files that match PATTERN (as a shell's), without the root, sorted, at most MOST. The caller frees
 * each and the array.
 */
char **local_glob(const struct local *local, const char *pattern, size_t most, size_t *ret_count);
void local_glob_free(char **paths, size_t count);

/* ---- Parsers: pure, of any bytes ---- */

/*
 * Calls VISIT for each "name = value" of TEXT with the section it stands in ("" before the first). Lines that
 * begin with '#' or ';' are comments. The texts are good until VISIT returns; blanks around them are cut.
 */
void ini_parse(const char *text, size_t length,
	void (*visit)(
		void *context, const char *section, const char *name, const char *value, int line),
	void *context);

/* The same for Java's properties: '#' and '!' comment, a backslash at the end goes on, no sections. */
void properties_parse(const char *text, size_t length,
	void (*visit)(void *context, const char *name, const char *value, int line), void *context);

/*
 * Firefox's prefs.js and user.js: each user_pref("name", value); value as text without its quotes and
 * escapes. What isn't of that form is passed over.
 */
void prefs_parse(const char *text, size_t length,
	void (*visit)(void *context, const char *name, const char *value, int line), void *context);

#endif
