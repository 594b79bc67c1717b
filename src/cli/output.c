/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"

void output_prepare(void)
{
	/* open() takes the lowest free number; opened the wrong way round, so that its use fails. */
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[fd]) < 0)
			_exit(EXIT_COULD_NOT);
	}
	signal(SIGPIPE, SIG_IGN);
}

static int say_unwritable(const struct invocation *invocation, const char *file, int error)
{
	return refuse(say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The file {file} can't be written: {why}"),
		(struct fill[]){
			{ "file", file },
			{ "why", i18n_error(invocation->language, error) },
			{ NULL, NULL },
		}));
}

int output_text(const struct invocation *invocation, const char *text)
{
	int error = file_write("-", text, strlen(text));

	if (!error)
		return 0;
	if (error == EPIPE || error == EBADF)
		return EXIT_PIPE;
	refuse(say_one(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The report can't be written to standard output: {why}"), "why",
		i18n_error(invocation->language, error)));
	return EXIT_COULD_NOT;
}

/* Devices, pipes: a new file in their place would do harm (/dev/null, when one is root). */
static int write_through(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	size_t length = strlen(text);
	int error = 0;

	if (fd < 0)
		return errno;
	while (length && !error) {
		ssize_t put = write(fd, text, length);

		if (put < 0 && errno != EINTR)
			error = errno;
		if (put > 0) {
			text += put;
			length -= (size_t)put;
		}
	}
	if (close(fd) < 0 && !error)
		error = errno;
	return error;
}

int output_save(const char *path, const char *text)
{
	struct stat status;

	if (strcmp(path, "-") && !stat(path, &status)) {
		if (S_ISDIR(status.st_mode))
			return EISDIR;
		if (!S_ISREG(status.st_mode))
			return write_through(path, text);
	}
	return file_write(path, text, strlen(text));
}

int output_file(const struct invocation *invocation, const char *path, const char *text)
{
	int error;

	if (!strcmp(path, "-"))
		return output_text(invocation, text);
	error = output_save(path, text);
	return error ? say_unwritable(invocation, path, error) : 0;
}
