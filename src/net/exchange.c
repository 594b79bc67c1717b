/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "net/address.h"
#include "net/relay.h"
#include "net/socks.h"
#include "net/starttls.h"

/* How long the first address has before the next one is tried beside it (RFC 8305 section 5). */
#define RACE_MS 250
#define RACERS_MOST 8

enum phase { PHASE_CONNECT, PHASE_SECURE, PHASE_PROXY, PHASE_STARTTLS, PHASE_WIRE, PHASE_DONE };

struct racer {
	int fd; /* -1: not running */
	struct deadline deadline;
	int64_t began_us;
	const char *address;
	size_t attempt;
};

/* The working state of one exchange. */
struct run {
	struct exchange *exchange;
	enum phase phase;
	bool over; /* done, and not to begin anew */
	int64_t began_us; /* to wait for its turn */
	bool had_turn; /* this time round the loop */
	struct racer racers[RACERS_MOST];
	size_t next_address; /* the next one to try */
	struct deadline next_start; /* not before this */
	int fd; /* after connecting; behind TLS to a proxy, one end of a pair */
	struct relay relay;
	const char *address; /* whose budget the fd is charged to */
	struct deadline deadline; /* after connecting */
	struct deadline until; /* the wire's own */
	unsigned want; /* WIRE_* bits */
	struct buffer to_send;
	struct buffer head; /* the proxy's answer so far */
	struct socks socks;
	struct talk talk;
};

void exchange_init(struct exchange *exchange)
{
	exchange->attempts = NULL;
	exchange->attempt_count = 0;
	exchange->chosen = -1;
	exchange->proxy_outcome = PROXY_NOT_USED;
	exchange->proxy_status = -1;
	exchange->proxy_cert = NULL;
	exchange->starttls_outcome = STARTTLS_NOT_USED;
	exchange->starttls_reply = NULL;
	exchange->starttls_service = SERVICE_UNKNOWN;
	exchange->wire_started = false;
	exchange->cancelled = false;
	exchange->tcp_ms = -1;
	exchange->way_ms = -1;
}

void exchange_free(struct exchange *exchange)
{
	for (size_t i = 0; i < exchange->attempt_count; i++)
		free(exchange->attempts[i].address);
	free(exchange->attempts);
	free(exchange->starttls_reply);
	if (exchange->proxy_cert)
		seen_cert_free(exchange->proxy_cert);
	free(exchange->proxy_cert);
	exchange_init(exchange);
}

enum connect_outcome exchange_outcome(int sys_errno)
{
	switch (sys_errno) {
	case 0:
		return CONNECT_OK;
	case ECONNREFUSED:
		return CONNECT_REFUSED;
	case ETIMEDOUT:
		return CONNECT_TIMED_OUT;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EHOSTDOWN:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return CONNECT_UNREACHABLE;
	case EACCES:
	case EPERM:
		return CONNECT_DENIED;
	default:
		return CONNECT_OTHER;
	}
}

static size_t attempt_add(struct exchange *exchange, const char *address)
{
	struct seen_attempt *attempt;

	exchange->attempts = memory_resize(
		exchange->attempts, exchange->attempt_count + 1, sizeof(*exchange->attempts));
	attempt = &exchange->attempts[exchange->attempt_count];
	*attempt = (struct seen_attempt){
		.address = memory_text(address),
		.family = address_family(address),
		.outcome = CONNECT_NOT_TRIED,
		.ms = -1,
	};
	return exchange->attempt_count++;
}

/* A racer is out: records why and gives its connection back. */
static void racer_ends(const struct exchange_env *env, struct run *run, struct racer *racer,
	enum connect_outcome outcome, int sys_errno)
{
	struct seen_attempt *attempt = &run->exchange->attempts[racer->attempt];

	attempt->outcome = outcome;
	attempt->sys_errno = sys_errno;
	if (outcome != CONNECT_NOT_TRIED)
		attempt->ms = (timing_monotonic_us() - racer->began_us) / 1000;
	close(racer->fd);
	racer->fd = -1;
	budget_return(env->budget, racer->address);
	if (outcome == CONNECT_REFUSED &&
		budget_has_let_in(env->budget, racer->address, run->exchange->port))
		budget_refused(env->budget, racer->address);
}

static struct racer *racer_free_place(struct run *run)
{
	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd < 0)
			return &run->racers[i];
	return NULL;
}

static bool racing(const struct run *run)
{
	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0)
			return true;
	return false;
}

/* Opens a socket and begins to connect. 0 when under way or connected, else an errno. */
static int begin_connect(const char *address, int port, int segment_most, int *ret_fd)
{
	struct sockaddr_storage place;
	socklen_t length = address_socket(address, port, &place);
	int one = 1;
	int fd;

	*ret_fd = -1;
	if (!length)
		return EAFNOSUPPORT;
	fd = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	/* Without this, Nagle and the server's delayed ACK cost 40 ms a handshake. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (segment_most)
		setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment_most, sizeof(segment_most));
	*ret_fd = fd;
	if (!connect(fd, (struct sockaddr *)&place, length) || errno == EINPROGRESS)
		return 0;
	return errno;
}

/* Starts the next address if it is its turn and the budget allows. */
static void start_next(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;
	struct racer *racer = racer_free_place(run);
	const char *address;
	int wait_ms, error;

	if (run->next_address >= exchange->address_count || !racer)
		return;
	if (racing(run) && !deadline_over(run->next_start))
		return;
	address = exchange->addresses[run->next_address];
	wait_ms = budget_take(env->budget, address);
	if (wait_ms) {
		run->next_start = deadline_in_ms(wait_ms);
		return;
	}
	run->next_address++;
	run->next_start = deadline_in_ms(RACE_MS);
	racer->address = address;
	racer->attempt = attempt_add(exchange, address);
	racer->began_us = timing_monotonic_us();
	racer->deadline = deadline_in_ms(exchange->connect_timeout_ms);
	error = begin_connect(address, exchange->port, exchange->segment_most, &racer->fd);
	if (!error)
		return;
	if (racer->fd < 0)
		racer->fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	racer_ends(env, run, racer, exchange_outcome(error), error);
	run->next_start = deadline_in_ms(0);
}

static void finish(const struct exchange_env *env, struct run *run)
{
	static const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	struct exchange *exchange = run->exchange;

	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0)
			racer_ends(env, run, &run->racers[i], CONNECT_NOT_TRIED, 0);
	if (exchange->starttls && run->phase == PHASE_STARTTLS) {
		exchange->starttls_outcome = run->talk.outcome;
		exchange->starttls_service = run->talk.service;
		exchange->starttls_reply = run->talk.reply;
		run->talk.reply = NULL;
	}
	talk_free(&run->talk);
	buffer_free(&run->to_send);
	buffer_free(&run->head);
	if (run->fd >= 0) {
		int outer = run->relay.connection ? run->relay.outer : run->fd;

		relay_end(&run->relay);
		if (outer != run->fd)
			close(run->fd);
		if (exchange->hang_up) {
			setsockopt(outer, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
			close(outer);
			budget_return(env->budget, run->address);
		} else {
			budget_leave(env->budget, run->address, outer);
		}
	}
	run->fd = -1;
	run->phase = PHASE_DONE;
}

static void wire_went(const struct exchange_env *env, struct run *run, unsigned want)
{
	run->want = want;
	if (!want)
		finish(env, run);
}

static void begin_wire(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;

	run->phase = PHASE_WIRE;
	exchange->wire_started = true;
	wire_went(env, run,
		exchange->wire.start
			? exchange->wire.start(exchange->wire.context, run->fd, &run->until)
			: 0);
}

static void begin_starttls(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;

	if (exchange->starttls == STARTTLS_NONE) {
		begin_wire(env, run);
		return;
	}
	run->phase = PHASE_STARTTLS;
	talk_begin(&run->talk, exchange->starttls,
		exchange->domain ? exchange->domain : exchange->host, &run->to_send);
	run->want = run->to_send.length ? WIRE_WRITE : WIRE_READ;
}

static void ask_proxy(struct run *run)
{
	struct exchange *exchange = run->exchange;

	run->phase = PHASE_PROXY;
	exchange->proxy_outcome = PROXY_NOT_A_PROXY;
	if (exchange->proxy->kind == PROXY_HTTP)
		proxy_request(exchange->proxy, exchange->host, exchange->host_port, &run->to_send);
	else
		socks_begin(&run->socks, exchange->proxy, exchange->host, exchange->host_port,
			&run->to_send);
	run->want = WIRE_WRITE;
}

/* The handshake with a proxy that wants TLS itself goes on. */
static void secure_proxy(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;
	enum proxy_outcome outcome = PROXY_TLS_FAILED;
	int far;

	run->want = run->relay.secure->shake(
		run->relay.connection, &outcome, &exchange->proxy_cert);
	if (run->want)
		return;
	exchange->proxy_outcome = outcome;
	far = outcome == PROXY_OK ? relay_open(&run->relay) : -1;
	if (far < 0) {
		finish(env, run);
		return;
	}
	run->fd = far;
	ask_proxy(run);
}

static void begin_proxy(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;

	if (!exchange->proxy) {
		begin_starttls(env, run);
	} else if (!exchange->proxy->tls) {
		ask_proxy(run);
	} else if (!env->secure) {
		exchange->proxy_outcome = PROXY_TLS_FAILED;
		finish(env, run);
	} else {
		run->phase = PHASE_SECURE;
		exchange->proxy_outcome = PROXY_TLS_FAILED;
		relay_begin(&run->relay, env->secure, env->secure_context, exchange->proxy->host,
			run->fd);
		secure_proxy(env, run);
	}
}

/* The kernel's round trip of the SYN in milliseconds; -1 where it has none (sent twice, another system). */
static int64_t way_of(int fd)
{
#ifdef TCP_INFO
	struct tcp_info info = { 0 };
	socklen_t length = sizeof(info);

	if (!getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) && !info.tcpi_total_retrans &&
		info.tcpi_rtt)
		return info.tcpi_rtt / 1000;
#else
	(void)fd;
#endif
	return -1;
}

/* RACER has connected: it has won. */
static void racer_wins(const struct exchange_env *env, struct run *run, struct racer *racer)
{
	struct exchange *exchange = run->exchange;
	struct seen_attempt *attempt = &exchange->attempts[racer->attempt];

	attempt->outcome = CONNECT_OK;
	attempt->ms = (timing_monotonic_us() - racer->began_us) / 1000;
	budget_let_in(env->budget, racer->address, exchange->port);
	exchange->chosen = (int)racer->attempt;
	exchange->tcp_ms = attempt->ms;
	exchange->way_ms = way_of(racer->fd);
	run->fd = racer->fd;
	run->address = racer->address;
	racer->fd = -1;
	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0)
			racer_ends(env, run, &run->racers[i], CONNECT_NOT_TRIED, 0);
	run->deadline = deadline_in_ms(exchange->timeout_ms);
	if (exchange->connected)
		exchange->connected(exchange->connected_context, exchange);
	begin_proxy(env, run);
}

static void racer_ready(const struct exchange_env *env, struct run *run, struct racer *racer)
{
	int error = 0;
	socklen_t length = sizeof(error);

	if (getsockopt(racer->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		error = errno;
	if (!error) {
		racer_wins(env, run, racer);
		return;
	}
	racer_ends(env, run, racer, exchange_outcome(error), error);
	run->next_start = deadline_in_ms(0);
}

/* Sends what is waiting. false when the connection is dead. */
static bool send_waiting(struct run *run)
{
	ssize_t sent = send(run->fd, run->to_send.bytes, run->to_send.length, MSG_NOSIGNAL);

	if (sent < 0)
		return errno == EAGAIN || errno == EINTR;
	memmove(run->to_send.bytes, run->to_send.bytes + sent, run->to_send.length - (size_t)sent);
	run->to_send.length -= (size_t)sent;
	return true;
}

static enum proxy_outcome read_head(struct run *run, size_t *ret_used)
{
	struct exchange *exchange = run->exchange;

	if (exchange->proxy->kind == PROXY_HTTP)
		return proxy_answer(
			run->head.bytes, run->head.length, &exchange->proxy_status, ret_used);
	return socks_hear(&run->socks, run->head.bytes, run->head.length, ret_used,
		&exchange->proxy_status, &run->to_send);
}

/* LENGTH BYTES are waiting. Only the head is taken: what stands behind it comes from the server. */
static void hear_proxy(const struct exchange_env *env, struct run *run, char *bytes, size_t length)
{
	struct exchange *exchange = run->exchange;
	size_t before = run->head.length, used;
	enum proxy_outcome outcome;

	buffer_add(&run->head, bytes, length);
	outcome = read_head(run, &used);
	if (recv(run->fd, bytes, used > before ? used - before : length, 0) < 0)
		outcome = PROXY_NOT_A_PROXY;
	if (outcome == PROXY_OUTCOME_COUNT) {
		/* One of a SOCKS proxy's answers is whole. */
		if (used)
			run->head.length = 0;
		return;
	}
	exchange->proxy_outcome = outcome;
	if (outcome == PROXY_OK)
		begin_starttls(env, run);
	else
		finish(env, run);
}

static void hear_starttls(
	const struct exchange_env *env, struct run *run, const char *bytes, size_t length)
{
	enum talk_state state = talk_hear(&run->talk, bytes, length, &run->to_send);

	if (state == TALK_FAILED) {
		finish(env, run);
		return;
	}
	if (state == TALK_MORE)
		return;
	/* MySQL's request goes out just before the ClientHello; nothing answers it. */
	if (run->to_send.length)
		send_waiting(run);
	run->exchange->starttls_outcome = STARTTLS_OK;
	begin_wire(env, run);
}

/* Proxy and STARTTLS talk in clear text: what the socket has goes to the talk. One byte at a time would
 * be safest against swallowing TLS bytes, but neither peer may send any before our ClientHello. */
static void talk_ready(const struct exchange_env *env, struct run *run)
{
	char bytes[2048];
	ssize_t got;

	if (run->want & WIRE_WRITE) {
		if (!send_waiting(run)) {
			talk_end(&run->talk, true);
			finish(env, run);
			return;
		}
		run->want = run->to_send.length ? WIRE_WRITE : WIRE_READ;
		return;
	}
	got = recv(run->fd, bytes, sizeof(bytes), run->phase == PHASE_PROXY ? MSG_PEEK : 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		talk_end(&run->talk, true);
		finish(env, run);
		return;
	}
	if (run->phase == PHASE_PROXY)
		hear_proxy(env, run, bytes, (size_t)got);
	else
		hear_starttls(env, run, bytes, (size_t)got);
	if (run->phase == PHASE_PROXY || run->phase == PHASE_STARTTLS)
		run->want = run->to_send.length ? WIRE_WRITE : WIRE_READ;
}

static void socket_ready(const struct exchange_env *env, struct run *run)
{
	struct wire *wire = &run->exchange->wire;

	if (run->phase == PHASE_WIRE)
		wire_went(env, run, wire->step(wire->context, false));
	else if (run->phase == PHASE_SECURE)
		secure_proxy(env, run);
	else
		talk_ready(env, run);
}

/* Everything that is over: racers, the exchange itself, the whole batch. */
static void check_deadlines(const struct exchange_env *env, struct run *run, bool all_over)
{
	struct exchange *exchange = run->exchange;

	for (size_t i = 0; run->phase == PHASE_CONNECT && i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0 && (all_over || deadline_over(run->racers[i].deadline)))
			racer_ends(env, run, &run->racers[i], CONNECT_TIMED_OUT, ETIMEDOUT);
	if (run->phase == PHASE_CONNECT) {
		if (!racing(run) && (all_over || run->next_address >= exchange->address_count))
			finish(env, run);
		return;
	}
	if (run->phase == PHASE_WIRE && deadline_over(run->until) && !all_over &&
		!deadline_over(run->deadline)) {
		run->until = (struct deadline){ INT64_MAX };
		wire_went(env, run, exchange->wire.step(exchange->wire.context, true));
		return;
	}
	if (run->phase == PHASE_DONE || !(all_over || deadline_over(run->deadline)))
		return;
	if (run->phase == PHASE_WIRE)
		exchange->wire.step(exchange->wire.context, true);
	else
		talk_end(&run->talk, false);
	finish(env, run);
}

static void cancel_run(const struct exchange_env *env, struct run *run)
{
	struct exchange *exchange = run->exchange;

	if (run->phase == PHASE_DONE)
		return;
	exchange->cancelled = true;
	if (run->phase == PHASE_WIRE)
		exchange->wire.step(exchange->wire.context, true);
	finish(env, run);
}

/* The soonest of everything that may happen to RUN without its sockets. */
static struct deadline next_event(const struct run *run)
{
	struct deadline soonest = { INT64_MAX };

	if (run->phase == PHASE_DONE)
		return run->over ? soonest : deadline_in_ms(0);
	if (run->phase != PHASE_CONNECT)
		return deadline_sooner(run->deadline, run->until);
	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0)
			soonest = deadline_sooner(soonest, run->racers[i].deadline);
	if (run->next_address < run->exchange->address_count)
		soonest = deadline_sooner(soonest, run->next_start);
	return soonest;
}

static size_t add_polls(const struct run *run, struct pollfd *fds)
{
	size_t count = 0;

	if (run->phase == PHASE_DONE)
		return 0;
	if (run->phase != PHASE_CONNECT) {
		short events = 0;

		if (run->want & WIRE_READ)
			events |= POLLIN;
		if (run->want & WIRE_WRITE)
			events |= POLLOUT;
		fds[count++] = (struct pollfd){ .fd = run->fd, .events = events };
		return count + relay_polls(&run->relay, fds + count);
	}
	for (size_t i = 0; i < RACERS_MOST; i++)
		if (run->racers[i].fd >= 0)
			fds[count++] = (struct pollfd){ .fd = run->racers[i].fd,
				.events = POLLOUT };
	return count;
}

static void handle_polls(
	const struct exchange_env *env, struct run *run, const struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!fds[i].revents)
			continue;
		if (run->phase != PHASE_CONNECT && run->phase != PHASE_DONE) {
			if (fds[i].fd == run->fd)
				socket_ready(env, run);
			else if (run->relay.connection)
				relay_carry(&run->relay);
			continue;
		}
		for (size_t r = 0; r < RACERS_MOST && run->phase == PHASE_CONNECT; r++)
			if (run->racers[r].fd == fds[i].fd) {
				racer_ready(env, run, &run->racers[r]);
				break;
			}
	}
}

static void run_begin(struct run *run)
{
	run->phase = PHASE_CONNECT;
	run->began_us = timing_monotonic_us();
	run->next_address = 0;
	run->fd = -1;
	run->relay = (struct relay){ .near = -1 };
	run->until = (struct deadline){ INT64_MAX };
	for (size_t r = 0; r < RACERS_MOST; r++)
		run->racers[r].fd = -1;
	run->next_start = deadline_in_ms(0);
}

/* An exchange that has ended may want to begin anew. */
static void run_ended(struct run *run, bool all_over)
{
	struct exchange *exchange = run->exchange;

	run->over = true;
	if (!exchange->again || !exchange->again(exchange->again_context, exchange) || all_over)
		return;
	run->over = false;
	run_begin(run);
}

static bool goes_before(const struct run *run, const struct run *other)
{
	if (run->exchange->patient != other->exchange->patient)
		return other->exchange->patient;
	return run->began_us < other->began_us;
}

/* Of those that want to connect, the patient ones come last, and whoever has waited longest first. */
static void start_waiting(const struct exchange_env *env, struct run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		runs[i].had_turn = runs[i].phase != PHASE_CONNECT;
	for (size_t turns = 0; turns < count; turns++) {
		struct run *first = NULL;

		for (size_t i = 0; i < count; i++)
			if (!runs[i].had_turn && (!first || goes_before(&runs[i], first)))
				first = &runs[i];
		if (!first)
			return;
		first->had_turn = true;
		start_next(env, first);
	}
}

/* Once round the loop. false when all are done. */
static bool turn(const struct exchange_env *env, struct run *runs, size_t count, struct pollfd *fds,
	size_t *shares)
{
	struct deadline soonest = env->deadline;
	size_t used = 1;
	bool busy = false, all_over = deadline_over(env->deadline);

	fds[0] = (struct pollfd){ .fd = env->cancel->fd, .events = POLLIN };
	for (size_t i = 0; i < count; i++) {
		check_deadlines(env, &runs[i], all_over);
		if (runs[i].phase == PHASE_DONE && !runs[i].over)
			run_ended(&runs[i], all_over);
	}
	if (!all_over)
		start_waiting(env, runs, count);
	for (size_t i = 0; i < count; i++) {
		shares[i] = add_polls(&runs[i], fds + used);
		used += shares[i];
		soonest = deadline_sooner(soonest, next_event(&runs[i]));
		busy |= !runs[i].over;
	}
	if (!busy)
		return false;
	if (poll(fds, (nfds_t)used, deadline_left_ms(soonest)) < 0)
		return errno == EINTR;
	if (cancel_asked(env->cancel)) {
		for (size_t i = 0; i < count; i++)
			cancel_run(env, &runs[i]);
		return false;
	}
	used = 1;
	for (size_t i = 0; i < count; i++) {
		handle_polls(env, &runs[i], fds + used, shares[i]);
		used += shares[i];
	}
	return true;
}

void exchange_all(const struct exchange_env *env, struct exchange *items, size_t count)
{
	struct run *runs = memory_new(count, sizeof(*runs));
	struct pollfd *fds = memory_new(count * RACERS_MOST + 1, sizeof(*fds));
	size_t *shares = memory_new(count, sizeof(*shares));

	for (size_t i = 0; i < count; i++) {
		runs[i].exchange = &items[i];
		run_begin(&runs[i]);
	}
	while (turn(env, runs, count, fds, shares))
		continue;
	for (size_t i = 0; i < count; i++)
		cancel_run(env, &runs[i]);
	free(shares);
	free(fds);
	free(runs);
}
