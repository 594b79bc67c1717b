/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do files get in and out whole?
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include "base/buffer.h"

/*
 * Reads PATH ("-" is standard input) into RET, at most LIMIT bytes.
 * 0, or an errno: EFBIG when it is longer, EISDIR for a folder.
 */
int file_read(const char *path, size_t limit, struct buffer *ret);

/*
 * Writes all bytes to a new file beside PATH (mode 0600, O_EXCL|O_NOFOLLOW), syncs it and renames it
 * over PATH, so that readers see the old file or the new one. "-" is standard output. 0, or an errno;
 * then PATH is untouched.
 */
int file_write(const char *path, const void *bytes, size_t length);

#endif
