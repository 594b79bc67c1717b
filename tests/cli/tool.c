/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/tool.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"

extern char **environ;

const char *tool_program(void)
{
	const char *path = getenv("TLSDOCTOR");

	return path ? path : "./tlsdoctor";
}

/* ---- In the child, before the program ---- */

/* Nothing of the person who runs the tests may decide what the program does. */
static void set_environment(const char *const *variables)
{
	static const char *const unwanted[] = { "SSH_CONNECTION", "LANGUAGE", "LC_MESSAGES",
		"NO_COLOR", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
		"NO_PROXY" };

	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
		unsetenv(unwanted[i]);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "dumb", 1);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	for (; variables && *variables; variables++)
		putenv((char *)*variables);
}

static _Noreturn void become(const struct tool_wish *wish, int in, int out, int err)
{
	const char *arguments[TOOL_ARGUMENTS_MOST + 2] = { tool_program() };

	for (size_t i = 0; i < TOOL_ARGUMENTS_MOST && wish->arguments[i]; i++)
		arguments[i + 1] = wish->arguments[i];
	set_environment(wish->variables);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	if (wish->output == TOOL_STDOUT_CLOSED)
		close(STDOUT_FILENO);
	execv(tool_program(), (char **)arguments);
	_exit(127);
}

/* ---- Starting ---- */

/* A file without a name that holds TEXT, to be read from its start. */
static int input_file(const char *text)
{
	FILE *file = tmpfile();
	int fd;

	cr_assert(file);
	if (text)
		fputs(text, file);
	rewind(file);
	fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	fclose(file);
	return fd;
}

struct tool tool_start(const struct tool_wish *wish)
{
	struct tool tool = { .out_fd = -1, .err_fd = -1 };
	int in = input_file(wish->input);
	int out[2], err[2];

	cr_assert_eq(pipe2(out, O_CLOEXEC), 0);
	cr_assert_eq(pipe2(err, O_CLOEXEC), 0);
	tool.pid = fork();
	cr_assert_geq(tool.pid, 0);
	if (tool.pid == 0) {
		if (wish->output == TOOL_STDOUT_GONE)
			close(out[0]);
		become(wish, in, out[1], err[1]);
	}
	close(in);
	close(out[1]);
	close(err[1]);
	if (wish->output == TOOL_STDOUT_GONE)
		close(out[0]);
	else
		tool.out_fd = out[0];
	tool.err_fd = err[0];
	tool.out = memory_text("");
	tool.err = memory_text("");
	return tool;
}

/* ---- Reading ---- */

static void append(char **text, size_t length, const char *bytes, size_t count)
{
	*text = memory_resize(*text, length + count + 1, 1);
	memcpy(*text + length, bytes, count);
	(*text)[length + count] = '\0';
}

/* Reads some of *FD; at its end closes it and sets it to -1. Returns how many bytes. */
static size_t read_some(int *fd, char **text, size_t length)
{
	char bytes[4096];
	ssize_t got = read(*fd, bytes, sizeof(bytes));

	if (got > 0) {
		append(text, length, bytes, (size_t)got);
		return (size_t)got;
	}
	if (got < 0 && errno == EINTR)
		return 0;
	close(*fd);
	*fd = -1;
	return 0;
}

static void give_up(struct tool *tool, const char *what)
{
	kill(tool->pid, SIGKILL);
	cr_assert(0, "%s: no end in sight.\nstdout: %s\nstderr: %s", what, tool->out, tool->err);
}

static void read_both(struct tool *tool, struct deadline until, const char *what)
{
	struct pollfd fds[] = {
		{ .fd = tool->out_fd, .events = POLLIN },
		{ .fd = tool->err_fd, .events = POLLIN },
	};

	if (poll(fds, 2, deadline_left_ms(until)) == 0)
		give_up(tool, what);
	if (fds[0].revents)
		tool->out_length += read_some(&tool->out_fd, &tool->out, tool->out_length);
	if (fds[1].revents)
		read_some(&tool->err_fd, &tool->err, strlen(tool->err));
}

void tool_await(struct tool *tool, const char *text)
{
	struct deadline until = deadline_in_ms(TOOL_PATIENCE_MS);

	while (!strstr(tool->out, text)) {
		cr_assert_neq(tool->out_fd, -1, "it ended without \"%s\": %s%s", text, tool->out,
			tool->err);
		read_both(tool, until, text);
	}
}

void tool_await_error(struct tool *tool, const char *text)
{
	struct deadline until = deadline_in_ms(TOOL_PATIENCE_MS);

	while (!strstr(tool->err, text)) {
		cr_assert_neq(tool->err_fd, -1, "it ended without \"%s\": %s%s", text, tool->out,
			tool->err);
		read_both(tool, until, text);
	}
}

void tool_finish(struct tool *tool)
{
	struct deadline until = deadline_in_ms(TOOL_PATIENCE_MS);
	int status;

	while (tool->out_fd >= 0 || tool->err_fd >= 0)
		read_both(tool, until, "the end");
	cr_assert_eq(waitpid(tool->pid, &status, 0), tool->pid);
	tool->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct tool tool_run(const char *const *arguments)
{
	struct tool tool = tool_start(&(struct tool_wish){ .arguments = arguments });

	tool_finish(&tool);
	return tool;
}

void tool_free(struct tool *tool)
{
	free(tool->out);
	free(tool->err);
}

json_t *tool_json(const struct tool *tool)
{
	json_error_t error;
	json_t *json = json_loads(tool->out, JSON_REJECT_DUPLICATES, &error);

	cr_assert(json, "%s\n%s\n%s", error.text, tool->out, tool->err);
	return json;
}

const char *tool_cause(const json_t *report)
{
	const char *id = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));

	return id ? id : "";
}

/* ---- Folders ---- */

char *tool_folder(void)
{
	char *folder = memory_text("/tmp/tlsdoctor-test-XXXXXX");

	cr_assert(mkdtemp(folder));
	return folder;
}

void tool_remove_folder(char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	cr_assert(dir);
	while ((entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	cr_expect_eq(rmdir(folder), 0);
	free(folder);
}

/* ---- Practice servers ---- */

struct school school_open(const char *fault)
{
	struct school school = { .folder = tool_folder() };
	char *why = NULL;
	const char *pem;

	school.practice = practice_start(&fault, 1, 0, &why);
	cr_assert(school.practice, "%s", why);
	pem = practice_ca_pem(school.practice);
	school.ca_file = memory_format("%s/ca.pem", school.folder);
	cr_assert_eq(file_write(school.ca_file, pem, strlen(pem)), 0);
	snprintf(school.target, sizeof(school.target), "%s:%d", PRACTICE_HOST,
		practice_port(school.practice, 0));
	snprintf(school.address, sizeof(school.address), "127.0.0.1:%d",
		practice_port(school.practice, 0));
	return school;
}

void school_close(struct school *school)
{
	practice_stop(school->practice);
	free(school->ca_file);
	tool_remove_folder(school->folder);
}

struct tool school_check(const struct school *school, const char *const *arguments)
{
	const char *all[TOOL_ARGUMENTS_MOST + 1] = { "check", school->target, "--connect-to",
		school->address, "--ca-file", school->ca_file };
	size_t count = 6;

	for (; *arguments; arguments++) {
		cr_assert_lt(count, TOOL_ARGUMENTS_MOST);
		all[count++] = *arguments;
	}
	return tool_run(all);
}
