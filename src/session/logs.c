/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/logs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "base/memory.h"
#include "base/timing.h"

#define CHUNK 65536
#define LOOK_AGAIN_MS 400 /* while following */

/* One log that is being read. */
struct source {
	const struct logs_wish *wish;
	struct logs *logs;
	const char *file;
	struct log_reader reader;
	struct log_clock clock;
	gzFile stream; /* reads files that aren't compressed as they are */
	bool access; /* it is the access log */
	bool live; /* its old part has been read: tell of each line */
	ino_t inode;
};

static void add_problem(struct logs *logs, const char *file, int sys_errno)
{
	logs->problems = memory_resize(
		logs->problems, logs->problem_count + 1, sizeof(*logs->problems));
	logs->problems[logs->problem_count++] = (struct logs_problem){ file, sys_errno };
}

/* ---- Lines ---- */

static bool is_wanted(const struct logs_wish *wish, int64_t time_s)
{
	return time_s < 0 || (time_s >= wish->since_s && time_s <= wish->until_s);
}

static void on_line(void *context, uint64_t number, const char *text, size_t length, int64_t time_s)
{
	struct source *source = context;
	struct log_line line;

	if (source->access) {
		log_book_access(&source->logs->book, text, length);
		return;
	}
	source->logs->book.lines++;
	source->clock.given_s = time_s;
	if (!log_line_read(&source->clock, text, length, &line) ||
		!is_wanted(source->wish, line.time_s))
		return;
	log_book_add(&source->logs->book, source->file, number, text, length, &line);
	if (source->live && source->wish->told)
		source->wish->told(source->wish->context, &line, text, length);
}

/* ---- Files ---- */

/* 0, or an errno. */
static int open_source(struct source *source)
{
	bool standard = !strcmp(source->file, "-");
	int fd = standard ? dup(STDIN_FILENO) : open(source->file, O_RDONLY | O_CLOEXEC);
	struct stat status = { 0 };

	if (fd < 0)
		return errno;
	if (!fstat(fd, &status) && S_ISDIR(status.st_mode)) {
		close(fd);
		return EISDIR;
	}
	source->inode = status.st_ino;
	source->stream = gzdopen(fd, "rb");
	if (!source->stream) {
		close(fd);
		return ENOMEM;
	}
	gzbuffer(source->stream, CHUNK);
	return 0;
}

static bool stop_asked(const struct logs_wish *wish, int wait_ms)
{
	struct pollfd fd = { .fd = wish->stop_fd, .events = POLLIN };

	return poll(&fd, wish->stop_fd >= 0 ? 1 : 0, wait_ms) > 0;
}

/* To the end, as it is now. 0, or an errno. */
static int read_on(struct source *source)
{
	char *chunk = memory_new(CHUNK, 1);
	int got, error = 0;

	while ((got = gzread(source->stream, chunk, CHUNK)) > 0) {
		log_reader_feed(&source->reader, chunk, (size_t)got);
		if (stop_asked(source->wish, 0))
			break;
	}
	/* A compressed file that is cut off ends with 0 and Z_BUF_ERROR. */
	if (got <= 0) {
		int sys_errno = errno;

		gzerror(source->stream, &error);
		if (error == Z_ERRNO)
			error = sys_errno;
		else if (error != Z_OK && error != Z_STREAM_END)
			error = EIO;
		else
			error = 0;
	}
	free(chunk);
	return error;
}

static void close_source(struct source *source)
{
	if (source->stream)
		gzclose_r(source->stream);
	source->stream = NULL;
	log_reader_free(&source->reader);
}

static struct source begin(const struct logs_wish *wish, struct logs *logs, const char *file)
{
	return (struct source){
		.wish = wish,
		.logs = logs,
		.file = file,
		.reader = { .line = on_line },
		.clock = { .now_s = timing_wall_s() },
	};
}

/* ---- Following ---- */

/* Whether another file stands under the name now, or the file was cut short: logrotate has been there. */
static bool was_rotated(const struct source *source)
{
	struct stat status;

	if (!strcmp(source->file, "-") || stat(source->file, &status) < 0)
		return false;
	return status.st_ino != source->inode || status.st_size < gzoffset(source->stream);
}

static void look_again(struct source *source)
{
	if (!source->stream)
		return;
	gzclearerr(source->stream);
	read_on(source);
	if (!was_rotated(source))
		return;
	log_reader_end(&source->reader);
	gzclose_r(source->stream);
	source->stream = NULL;
	open_source(source);
}

static void follow(const struct logs_wish *wish, struct source *sources)
{
	for (size_t i = 0; i < wish->file_count; i++)
		sources[i].live = true;
	if (wish->waiting)
		wish->waiting(wish->context);
	while (!stop_asked(wish, LOOK_AGAIN_MS))
		for (size_t i = 0; i < wish->file_count; i++)
			look_again(&sources[i]);
}

/* ---- The whole ---- */

static void read_access_log(const struct logs_wish *wish, struct logs *logs)
{
	struct source source = begin(wish, logs, wish->access_file);
	int error;

	source.access = true;
	source.reader.context = &source;
	error = open_source(&source);
	if (!error)
		error = read_on(&source);
	log_reader_end(&source.reader);
	if (error)
		add_problem(logs, wish->access_file, error);
	close_source(&source);
}

void logs_run(const struct logs_wish *wish, struct logs *ret)
{
	struct source *sources = memory_new(wish->file_count, sizeof(*sources));

	*ret = (struct logs){ 0 };
	for (size_t i = 0; i < wish->file_count; i++) {
		int error;

		sources[i] = begin(wish, ret, wish->files[i]);
		sources[i].reader.context = &sources[i];
		error = open_source(&sources[i]);
		if (!error)
			error = read_on(&sources[i]);
		if (error)
			add_problem(ret, wish->files[i], error);
		if (!wish->follow)
			log_reader_end(&sources[i].reader);
	}
	if (wish->follow)
		follow(wish, sources);
	if (wish->access_file)
		read_access_log(wish, ret);
	log_book_sort(&ret->book);
	for (size_t i = 0; i < wish->file_count; i++)
		close_source(&sources[i]);
	free(sources);
}

void logs_free(struct logs *logs)
{
	log_book_free(&logs->book);
	free(logs->problems);
	*logs = (struct logs){ 0 };
}
