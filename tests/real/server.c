/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "net/address.h"

#define PATIENCE_MS 60000 /* a busy computer; nginx reads ten thousand certificates */

static const char *loopback(int six)
{
	return six ? "::1" : "127.0.0.1";
}

void server_prepare(struct server *server, int six)
{
	struct sockaddr_storage place;
	socklen_t length = address_socket(loopback(six), 0, &place);
	int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*server = (struct server){ .folder = "/tmp/tlsdoctor-real-XXXXXX" };
	if (!mkdtemp(server->folder) || fd < 0 || bind(fd, (struct sockaddr *)&place, length) ||
		getsockname(fd, (struct sockaddr *)&place, &length))
		abort();
	server->port = ntohs(six ? ((struct sockaddr_in6 *)&place)->sin6_port
				 : ((struct sockaddr_in *)&place)->sin_port);
	close(fd);
}

void server_file(const struct server *server, const char *name, const char *text)
{
	char *path = memory_format("%s/%s", server->folder, name);

	if (file_write(path, text, strlen(text)))
		abort();
	free(path);
}

char *server_path(const struct server *server, const char *name)
{
	return memory_format("%s/%s", server->folder, name);
}

void server_pem(
	const struct server *server, const char *file, const struct forge *forge, const char *names)
{
	char *copy = memory_text(names), *rest = NULL;
	struct buffer text = { 0 };

	for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		char *pem = forge_pem(forge_find(forge, name));

		buffer_add_text(&text, pem);
		free(pem);
	}
	server_file(server, file, text.bytes);
	buffer_free(&text);
	free(copy);
}

void server_key(
	const struct server *server, const char *file, const struct forge *forge, const char *name)
{
	char *pem = forge_key_pem(forge_find(forge, name));

	server_file(server, file, pem);
	free(pem);
}

static int answers(int port, int six)
{
	struct sockaddr_storage place;
	socklen_t length = address_socket(loopback(six), port, &place);
	int fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int good = !connect(fd, (struct sockaddr *)&place, length);

	close(fd);
	return good;
}

static void show_log(const struct server *server)
{
	struct buffer text = { 0 };
	char *path = memory_format("%s/log", server->folder);

	if (!file_read(path, 65536, &text) && text.length)
		fprintf(stderr, "%s\n", text.bytes);
	buffer_free(&text);
	free(path);
}

/* Whether the log holds TEXT. */
static int said(const struct server *server, const char *text)
{
	struct buffer log = { 0 };
	char *path = memory_format("%s/log", server->folder);
	int found = !file_read(path, 65536, &log) && log.length && strstr(log.bytes, text);

	buffer_free(&log);
	free(path);
	return found;
}

static int is_ready(const struct server *server, const char *text, int six)
{
	return text ? said(server, text) : answers(server->port, six);
}

/* Servers are where only root's PATH leads to. */
static void add_system_programs(void)
{
	const char *path = getenv("PATH");
	char *all = memory_format("%s:/usr/sbin:/sbin", path ? path : "/usr/bin:/bin");

	setenv("PATH", all, 1);
	free(all);
}

static int start(struct server *server, char *const argv[], const char *text, int six)
{
	struct deadline deadline = deadline_in_ms(PATIENCE_MS);

	server->pid = fork();
	if (server->pid == 0) {
		int log;

		if (chdir(server->folder))
			_exit(126);
		log = open("log", O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(open("/dev/null", O_RDONLY), 0);
		dup2(log, 1);
		dup2(log, 2);
		add_system_programs();
		execvp(argv[0], argv);
		_exit(127);
	}
	while (!is_ready(server, text, six)) {
		int status;

		if (deadline_over(deadline) ||
			waitpid(server->pid, &status, WNOHANG) == server->pid) {
			show_log(server);
			return -1;
		}
		poll(NULL, 0, 5);
	}
	return 0;
}

int server_start(struct server *server, char *const argv[], int six)
{
	return start(server, argv, NULL, six);
}

int server_start_nginx(struct server *server, const char *blocks, int six)
{
	char *text = memory_format(
		"daemon off; master_process off; pid nginx.pid; error_log log;\n"
		"events { worker_connections 64; }\n"
		"http {\n access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		" fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n%s}\n",
		blocks);
	char *prefix = memory_format("%s/", server->folder);
	char *argv[] = { "nginx", "-p", prefix, "-c", "nginx.conf", NULL };
	int error;

	server_file(server, "nginx.conf", text);
	error = server_start(server, argv, six);
	free(prefix);
	free(text);
	return error;
}

int server_await(struct server *server, int port, int six)
{
	struct deadline deadline = deadline_in_ms(PATIENCE_MS);

	while (!answers(port, six)) {
		if (deadline_over(deadline)) {
			show_log(server);
			return -1;
		}
		poll(NULL, 0, 5);
	}
	return 0;
}

int server_start_said(struct server *server, char *const argv[], const char *text)
{
	return start(server, argv, text, 0);
}

static void remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char *path = memory_format("%s/%s", folder, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			unlink(path) != 0)
			remove_folder(path);
		free(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

void server_end(struct server *server)
{
	struct deadline deadline = deadline_in_ms(3000);
	int status;

	if (server->pid > 0) {
		kill(server->pid, SIGTERM);
		while (waitpid(server->pid, &status, WNOHANG) == 0) {
			if (deadline_over(deadline)) {
				kill(server->pid, SIGKILL);
				waitpid(server->pid, &status, 0);
				break;
			}
			poll(NULL, 0, 5);
		}
	}
	server->pid = 0;
}

void server_stop(struct server *server)
{
	server_end(server);
	remove_folder(server->folder);
}
