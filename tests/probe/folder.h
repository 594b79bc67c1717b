/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test make a computer to look at? A folder in the place of /, with the files it needs.
 */
#ifndef TESTS_PROBE_FOLDER_H
#define TESTS_PROBE_FOLDER_H

struct folder {
	char path[40];
};

void folder_open(struct folder *folder);
void folder_close(struct folder *folder); /* removes all of it */

/* Writes FOLDER/PATH ("/etc/ssl/openssl.cnf"), with the folders above it. */
void folder_file(const struct folder *folder, const char *path, const char *text);
void folder_bytes(
	const struct folder *folder, const char *path, const void *bytes, unsigned long length);

/* Only folders. */
void folder_make(const struct folder *folder, const char *path);

#endif
