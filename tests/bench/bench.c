/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures what the person waits for: the first verdict in round trips, the first screen, a key while
 * everything is busy, memory, and what it costs us and the server. Prints medians and the worst; judges nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/command.h"
#include "../real/suites_server.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"
#include "diagnosis/paste.h"
#include "practice/practice.h"
#include "relay.h"
#include "screen.h"

#define RUNS 15
#define KEYS 40
#define RTT_MS 50

struct figures {
	double items[512];
	int count;
};

static int by_size(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static double median(struct figures *figures)
{
	qsort(figures->items, (size_t)figures->count, sizeof(double), by_size);
	return figures->count ? figures->items[figures->count / 2] : 0;
}

static double worst(struct figures *figures)
{
	median(figures);
	return figures->count ? figures->items[figures->count - 1] : 0;
}

/* What is looked at. */
struct place {
	const char *name, *host;
	int port;
	const char *ca;
	const char *rate; /* of --rate, or NULL: the polite one */
	int runs;
	pid_t server; /* whose time is measured, or 0 */
	int connections; /* of the last run, as the relay counted them */
	double own_ms, server_ms; /* of a processor, a run: the program's, the server's */
	double visit_ms; /* what one ordinary visit costs the server, or 0 */
	long peak_kib;
};

/* Milliseconds of a processor that PROCESS has used so far. */
static double used_ms(pid_t process)
{
	struct timespec used = { 0 };
	clockid_t clock;

	if (!process || clock_getcpuclockid(process, &clock) || clock_gettime(clock, &used))
		return 0;
	return (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
}

/* Median wall milliseconds of checks through a relay of RTT_MS. -1 when one didn't end as it should. */
static double check_ms(const char *program, struct place *place, int rtt_ms, const char *depth)
{
	int through = place->port;
	struct relay *relay = relay_start(place->port, rtt_ms, &through);
	char *target = memory_format("%s:%d", place->host, place->port);
	char *address = memory_format("127.0.0.1:%d", through);
	struct figures walls = { .count = 0 }, own = { .count = 0 }, servers = { .count = 0 };

	for (int i = 0; relay && i < place->runs; i++) {
		char *argv[] = { (char *)program, (char *)"check", (char *)depth,
			(char *)"--connect-to", address, (char *)"--ca-file", (char *)place->ca,
			target, (char *)(place->rate ? "--rate" : NULL), (char *)place->rate,
			NULL };
		struct command command;
		int before = relay_count(relay);
		double used = used_ms(place->server);

		command_run(argv, 60000, &command);
		place->connections = relay_count(relay) - before;
		own.items[own.count++] = command.cpu_ms;
		servers.items[servers.count++] = used_ms(place->server) - used;
		place->peak_kib = command.peak_kib;
		if (command.status != 0)
			fprintf(stderr, "status %d: %s\n", command.status, command.err);
		else
			walls.items[walls.count++] = command.ms;
		command_free(&command);
	}
	if (relay)
		relay_stop(relay);
	place->own_ms = median(&own);
	place->server_ms = median(&servers);
	free(address);
	free(target);
	return walls.count == place->runs ? median(&walls) : -1;
}

/* A processor's time is worth what else it could do: a visit is one handshake, at the same distance. */
static void measure_visit(const char *program, struct place *place)
{
	check_ms(program, place, RTT_MS, "--quick");
	place->visit_ms = place->server_ms;
}

static void bench_check(const char *program, struct place *place, const char *depth)
{
	double near_ms = check_ms(program, place, 0, depth), near_server_ms = place->server_ms;
	double far_ms = check_ms(program, place, RTT_MS, depth);

	printf("check %-9s %-8s %-10s %5.0f ms at no distance, %5.0f ms at %d ms: %5.1f round "
	       "trips, %d "
	       "connections\n",
		depth, place->rate ? "--rate 0" : "", place->name, near_ms, far_ms, RTT_MS,
		(far_ms - near_ms) / RTT_MS, place->connections);
	printf("      time of a processor: %.0f ms ours", place->own_ms);
	if (place->server)
		printf(", %.1f ms the server's (%.1f at no distance), as %.1f visits",
			place->server_ms, near_server_ms, place->server_ms / place->visit_ms);
	printf("; memory %.1f MiB\n", (double)place->peak_kib / 1024);
}

/* All that a server accepts, at the polite pace of the program and without a limit. */
static void bench_matrix(const char *program, const char *name, const char *lines)
{
	struct suites_server server;

	if (!suites_server_start(&server, lines)) {
		char *ca = memory_format("%s/root.pem", server.server.folder);
		struct place place = { .name = name,
			.host = SUITES_HOST,
			.port = server.server.port,
			.ca = ca,
			.runs = 5,
			.server = server.server.pid };

		measure_visit(program, &place);
		bench_check(program, &place, "--deep");
		place.rate = "0";
		bench_check(program, &place, "--deep");
		free(ca);
	}
	suites_server_stop(&server);
}

static void bench_start(const char *program)
{
	char *argv[] = { (char *)program, (char *)"--lang", (char *)"en", NULL };
	struct figures first = { .count = 0 }, last = { .count = 0 };
	struct screen_time time = { 0 };

	for (int i = 0; i < RUNS; i++) {
		struct screen screen;

		if (!screen_start(&screen, argv, &time)) {
			first.items[first.count++] = time.first_ms;
			last.items[last.count++] = time.last_ms;
		}
		screen_end(&screen);
	}
	printf("first screen     first byte %.1f ms, painted %.1f ms, worst %.1f ms, %ld bytes\n",
		median(&first), median(&last), worst(&last), time.bytes);
}

/* Up and down in the list of steps while a silent server keeps the prober waiting. */
static void bench_keys(const char *program, int port)
{
	char *target = memory_format("%s:%d", PRACTICE_HOST, port);
	char *place = memory_format("127.0.0.1:%d", port);
	char *argv[] = { (char *)program, (char *)"--lang", (char *)"en", (char *)"--connect-to",
		place, target, NULL };
	struct figures keys = { .count = 0 };
	struct screen_time time;
	struct screen screen;
	long bytes = 0;

	if (!screen_start(&screen, argv, &time)) {
		screen_press(&screen, "1", &time); /* this computer has the problem */
		for (int i = 0; i < KEYS; i++) {
			screen_press(&screen, i % 2 ? "\033OA" : "\033OB", &time);
			if (time.bytes)
				keys.items[keys.count++] = time.last_ms;
			bytes += time.bytes;
		}
	}
	printf("key to repaint   %.1f ms, worst %.1f ms, %ld bytes each (%d of %d keys painted)\n",
		median(&keys), worst(&keys), keys.count ? bytes / keys.count : 0, keys.count, KEYS);
	printf("memory           %ld KiB at most\n", screen_memory_kib(&screen));
	screen_end(&screen);
	free(place);
	free(target);
}

/* Lines of a log a second: an ordinary line, and one with an error to explain. */
static void bench_explain(const char *line, const char *name)
{
	enum { LINES = 100000 };
	struct paste_reader *reader = paste_open();
	int64_t began = timing_monotonic_us();
	struct paste paste;

	for (int i = 0; i < LINES; i++)
		paste_feed(reader, line, strlen(line));
	paste_close(reader, &paste);
	printf("explain %-10s %7.0f lines a second\n", name,
		LINES * 1e6 / (double)(timing_monotonic_us() - began + 1));
	paste_free(&paste);
}

int main(int argc, char **argv)
{
	static const char *const faults[] = { "healthy", "silent" };
	const char *program = argc > 1 ? argv[1] : "./tlsdoctor";
	char ca[] = "/tmp/tlsdoctor-bench-XXXXXX";
	char *why = NULL;
	struct practice *practice = practice_start(faults, 2, 0, &why);
	struct place healthy;
	int fd = mkstemp(ca);

	if (!practice || fd < 0 ||
		file_write(ca, practice_ca_pem(practice), strlen(practice_ca_pem(practice)))) {
		fprintf(stderr, "no practice server: %s\n", why ? why : "no temporary file");
		return 2;
	}
	healthy = (struct place){ .name = "practice",
		.host = PRACTICE_HOST,
		.port = practice_port(practice, 0),
		.ca = ca,
		.rate = "0",
		.runs = RUNS };
	bench_check(program, &healthy, "--quick");
	bench_check(program, &healthy, "--offline");
	bench_matrix(program, "9 suites", SUITES_MODERN);
	bench_matrix(program, "126 suites", SUITES_WIDE);
	bench_start(program);
	bench_explain("2026-02-14T09:15:01Z INFO GET https://www.example.com/item 200 12ms\n",
		"ordinary");
	bench_explain("2026-02-14T09:15:01Z ERROR curl: (60) SSL certificate problem: certificate "
		      "has expired\n",
		"errors");
	bench_keys(program, practice_port(practice, 1));
	practice_stop(practice);
	remove(ca);
	free(why);
	return 0;
}
