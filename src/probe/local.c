/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/local.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"

#define FILES_MOST 200 /* listed; more would be no help */

char *local_path(const struct local *local, const char *path)
{
	return memory_format("%s%s", local->root ? local->root : "", path);
}

/* ---- What was looked at ---- */

static void note(struct local *local, const char *path, enum file_state state)
{
	for (size_t i = 0; i < local->file_count; i++)
		if (!strcmp(local->files[i].path, path)) {
			local->files[i].state = state;
			return;
		}
	if (state == FILE_MISSING || local->file_count >= FILES_MOST)
		return;
	local->files = memory_resize(local->files, local->file_count + 1, sizeof(*local->files));
	local->files[local->file_count++] = (struct seen_file){
		.path = text_clean(path, strlen(path), TEXT_ONE_LINE, 0),
		.state = state,
	};
}

void local_bad(struct local *local, const char *path)
{
	char *whole = local_path(local, path);

	note(local, whole, FILE_BAD);
	free(whole);
}

void local_take(struct local *local, struct seen_file **ret_files, size_t *ret_count)
{
	*ret_files = local->files;
	*ret_count = local->file_count;
	local->files = NULL;
	local->file_count = 0;
}

/* ---- Reading ---- */

static enum file_state state_of_error(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return FILE_MISSING;
	case EACCES:
	case EPERM:
		return FILE_DENIED;
	case EFBIG:
		return FILE_TOO_BIG;
	default:
		return FILE_FAILED;
	}
}

static int read_whole(int fd, size_t limit, struct buffer *ret)
{
	char chunk[8192];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if ((size_t)got > limit - ret->length)
			return EFBIG;
		buffer_add(ret, chunk, (size_t)got);
	}
	return 0;
}

/* FILE_READ: what stands at PLACE, which was found but isn't open yet, may be read. */
static enum file_state look_first(const struct local *local, int place)
{
	struct stat stat;

	if (fstat(place, &stat) < 0)
		return FILE_FAILED;
	if (!S_ISREG(stat.st_mode))
		return FILE_NOT_A_FILE;
	return local->owned && stat.st_uid != local->owner ? FILE_ANOTHERS : FILE_READ;
}

/* The owner can read without leaving a trace; others can't ask for that. */
static int open_found(int place)
{
	enum { HOW = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };
	char *name = memory_format("/proc/self/fd/%d", place);
	int fd = open(name, HOW | O_NOATIME);

	if (fd < 0 && errno == EPERM)
		fd = open(name, HOW);
	free(name);
	return fd;
}

static enum file_state read_found(
	const struct local *local, int place, size_t limit, struct buffer *ret)
{
	enum file_state state = look_first(local, place);
	int fd, error;

	if (state != FILE_READ)
		return state;
	fd = open_found(place);
	if (fd < 0)
		return state_of_error(errno);
	error = read_whole(fd, limit, ret);
	close(fd);
	if (!error)
		return FILE_READ;
	buffer_free(ret);
	return state_of_error(error);
}

enum file_state local_read(struct local *local, const char *path, size_t limit, struct buffer *ret)
{
	char *whole = local_path(local, path);
	/* Opening may already do something: a pipe wakes its writer, a watchdog begins to count. */
	int place = open(whole, O_PATH | O_CLOEXEC);
	enum file_state state;

	*ret = (struct buffer){ 0 };
	state = place < 0 ? state_of_error(errno) : read_found(local, place, limit, ret);
	if (place >= 0)
		close(place);
	note(local, whole, state);
	free(whole);
	return state;
}

/* ---- Names ---- */

char **local_glob(const struct local *local, const char *pattern, size_t most, size_t *ret_count)
{
	char *whole = local_path(local, pattern);
	size_t skip = local->root ? strlen(local->root) : 0;
	char **paths = memory_new(most, sizeof(*paths));
	glob_t found = { 0 };

	*ret_count = 0;
	if (!glob(whole, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc && *ret_count < most; i++)
			paths[(*ret_count)++] = memory_text(found.gl_pathv[i] + skip);
	globfree(&found);
	free(whole);
	return paths;
}

void local_glob_free(char **paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(paths[i]);
	free(paths);
}
