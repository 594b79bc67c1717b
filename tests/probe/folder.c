/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"

void folder_open(struct folder *folder)
{
	*folder = (struct folder){ "/tmp/tlsdoctor-probe-XXXXXX" };
	if (!mkdtemp(folder->path))
		abort();
}

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *place)
{
	(void)stat, (void)kind, (void)place;
	return remove(path);
}

void folder_close(struct folder *folder)
{
	nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_above(char *path, size_t from)
{
	for (size_t i = from + 1; path[i]; i++)
		if (path[i] == '/') {
			path[i] = '\0';
			if (mkdir(path, 0700) && errno != EEXIST)
				abort();
			path[i] = '/';
		}
}

void folder_make(const struct folder *folder, const char *path)
{
	char *whole = memory_format("%s%s/", folder->path, path);

	make_above(whole, strlen(folder->path));
	free(whole);
}

void folder_bytes(
	const struct folder *folder, const char *path, const void *bytes, unsigned long length)
{
	char *whole = memory_format("%s%s", folder->path, path);

	make_above(whole, strlen(folder->path));
	if (file_write(whole, bytes, length))
		abort();
	free(whole);
}

void folder_file(const struct folder *folder, const char *path, const char *text)
{
	folder_bytes(folder, path, text, strlen(text));
}
