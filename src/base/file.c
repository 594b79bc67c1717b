/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"

static int read_all(int fd, size_t limit, struct buffer *ret)
{
	char chunk[16384];

	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (!got)
			return 0;
		if ((size_t)got > limit - ret->length)
			return EFBIG;
		buffer_add(ret, chunk, (size_t)got);
	}
}

int file_read(const char *path, size_t limit, struct buffer *ret)
{
	bool standard = !strcmp(path, "-");
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int error;

	*ret = (struct buffer){ 0 };
	if (fd < 0)
		return errno;
	error = read_all(fd, limit, ret);
	if (!standard)
		close(fd);
	if (error)
		buffer_free(ret);
	return error;
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(fd, bytes, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		bytes += put;
		length -= (size_t)put;
	}
	return 0;
}

/* A rename is on the disk only once its folder is; a folder that can't be synced is no error. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	char *folder = !slash ? memory_text(".") : memory_text_n(path, length ? length : 1);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

/* Opens a new file beside PATH; its name goes to *RET_NAME (the caller frees it). -1: errno says why. */
static int open_beside(const char *path, char **ret_name)
{
	int fd = -1;

	for (unsigned attempt = 0; attempt < 100; attempt++) {
		*ret_name = memory_format("%s.%ld-%u.new", path, (long)getpid(), attempt);
		fd = open(*ret_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			break;
		free(*ret_name);
		*ret_name = NULL;
	}
	return fd;
}

static int write_and_sync(int fd, const void *bytes, size_t length)
{
	int error = write_all(fd, bytes, length);

	if (!error && fsync(fd) < 0 && errno != EINVAL)
		error = errno;
	if (close(fd) < 0 && !error)
		error = errno;
	return error;
}

int file_write(const char *path, const void *bytes, size_t length)
{
	char *name = NULL;
	int error, fd;

	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, bytes, length);
	fd = open_beside(path, &name);
	if (fd < 0) {
		error = errno;
		free(name);
		return error;
	}
	error = write_and_sync(fd, bytes, length);
	if (!error && rename(name, path) < 0)
		error = errno;
	if (error)
		unlink(name);
	else
		sync_folder_of(path);
	free(name);
	return error;
}
