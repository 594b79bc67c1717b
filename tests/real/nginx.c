/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nginx.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "diagnosis/paste.h"
#include "net/address.h"
#include "session/logs.h"

#define LOG_MOST (1 << 20)

struct nginx_version nginx_installed(void)
{
	struct nginx_version version = { 0 };
	char line[200] = "";
	FILE *answer = popen("PATH=$PATH:/usr/sbin nginx -v 2>&1", "r");

	if (answer && fgets(line, sizeof(line), answer))
		nginx_version_read(line, &version);
	if (answer)
		pclose(answer);
	return version;
}

static bool is_free(int port)
{
	struct sockaddr_storage place;
	socklen_t length = address_socket("127.0.0.1", port, &place);
	int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool free_port = fd >= 0 && !bind(fd, (struct sockaddr *)&place, length);

	close(fd);
	return free_port;
}

int nginx_free_port(void)
{
	static int last;
	const int first = 12000, count = 20000;

	if (!last)
		last = first + (int)((timing_monotonic_us() ^ ((int64_t)getpid() << 8)) % count);
	do
		last = last + 1 < first + count ? last + 1 : first;
	while (!is_free(last));
	return last;
}

static bool file_says(const struct server *server, const char *file, const char *text)
{
	char *path = server_path(server, file);
	struct buffer log = { 0 };
	bool found = !file_read(path, LOG_MOST, &log) && log.length &&
		     memmem(log.bytes, log.length, text, strlen(text));

	buffer_free(&log);
	free(path);
	return found;
}

bool nginx_log_says(const struct server *server, const char *text)
{
	struct deadline deadline = deadline_in_ms(5000);

	while (!file_says(server, "log", text)) {
		if (deadline_over(deadline))
			return false;
		poll(NULL, 0, 5);
	}
	return true;
}

bool nginx_test_says(const struct server *server, const char *text)
{
	char *command = memory_format(
		"PATH=$PATH:/usr/sbin nginx -t -p %s/ -c nginx.conf >%s/said 2>&1", server->folder,
		server->folder);
	bool ran = system(command) != -1; /* its status is what it says, too */

	free(command);
	return ran && file_says(server, "said", text);
}

bool nginx_log_leads_to(const struct server *server, const char *file, const char *cause)
{
	char *path = server_path(server, file);
	const char *files[] = { path };
	struct logs_wish wish = {
		.files = files,
		.file_count = 1,
		.since_s = INT64_MIN,
		.until_s = INT64_MAX,
		.stop_fd = -1,
	};
	struct logs logs;
	bool found = false;

	logs_run(&wish, &logs);
	for (size_t i = 0; i < logs.book.group_count; i++)
		found |= !strcmp(logs.book.groups[i].cause, cause);
	logs_free(&logs);
	free(path);
	return found;
}

bool nginx_line_leads_to(
	const struct server *server, const char *file, const char *text, const char *cause)
{
	char *path = server_path(server, file);
	struct paste paste = { 0 };
	struct buffer log = { 0 };
	const char *found = NULL;
	bool named = false;

	if (!file_read(path, LOG_MOST, &log) && log.length)
		found = memmem(log.bytes, log.length, text, strlen(text));
	free(path);
	if (found) {
		const char *start = found, *end = log.bytes + log.length;
		const char *newline = memchr(found, '\n', (size_t)(end - found));

		while (start > log.bytes && start[-1] != '\n')
			start--;
		paste_read(start, (size_t)((newline ? newline : end) - start), &paste);
	}
	for (size_t i = 0; i < paste.cause_count; i++)
		named |= !strcmp(paste.causes[i].id, cause);
	paste_free(&paste);
	buffer_free(&log);
	return named;
}

void nginx_doctor(const struct server *server, struct upstreams *ret)
{
	struct nginx_version version = nginx_installed();
	char *path = server_path(server, "nginx.conf");
	struct settings settings = { 0 };
	struct budget *budget = budget_new();

	settings_init(&settings);
	upstreams_run(path, &version, false, &settings, budget, NULL, NULL, NULL, ret);
	settings_free(&settings);
	budget_free(budget);
	free(path);
}

static void show(const struct upstreams *upstreams)
{
	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		fprintf(stderr, "  %s:%d %s %s -> %s\n", fault->file, fault->line, fault->kind->id,
			nginx_fault_id(fault), fault->better ? fault->better : "");
	}
}

static int marked_line(const struct server *server, const char *file)
{
	char *path = server_path(server, file);
	struct buffer text;
	int line = 1;

	cr_assert_eq(file_read(path, 65536, &text), 0);
	free(path);
	for (const char *c = text.bytes; *c && strncmp(c, HERE, strlen(HERE)) != 0; c++)
		line += *c == '\n';
	buffer_free(&text);
	return line;
}

void nginx_expect_fault(const struct server *server, const struct upstreams *upstreams,
	const char *file, const char *name, const char *id)
{
	const struct nginx_fault *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		if (fault->kind->verdict != VERDICT_FAIL && fault->kind->verdict != VERDICT_WARN)
			continue;
		found = fault;
		count++;
	}
	if (count != (id ? 1 : 0))
		show(upstreams);
	cr_assert_eq(count, id ? 1 : 0, "%s: %zu faults", name, count);
	if (!id)
		return;
	cr_expect_str_eq(nginx_fault_id(found), id, "%s", name);
	cr_expect_str_eq(strrchr(found->file, '/') + 1, file, "%s", name);
	cr_expect_eq(found->line, marked_line(server, file), "%s: line %d", name, found->line);
}

bool nginx_remarks(const struct server *server, const struct upstreams *upstreams, const char *file,
	const char *kind)
{
	int line = marked_line(server, file);

	for (size_t i = 0; i < upstreams->faults.count; i++) {
		const struct nginx_fault *fault = &upstreams->faults.items[i];

		if (!strcmp(fault->kind->id, kind) && fault->line == line &&
			!strcmp(strrchr(fault->file, '/') + 1, file))
			return true;
	}
	return false;
}
