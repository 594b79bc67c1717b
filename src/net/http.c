/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"
#include "net/http_head.h"
#include "net/late_curl.h"
#include "net/resolve.h"

#define BODY_MOST 65536
#define OPEN_MOST 4
#define RESOLVE_MS 2000

/* One transfer. */
struct transfer {
	const struct http_env *env;
	const struct late_curl *lib;
	bool inside; /* addresses inside this network are allowed */
	bool forbidden; /* one was refused */
	size_t limit; /* of the body */
	bool too_big;
	size_t head_bytes;
	struct buffer *body; /* or NULL: thrown away */
	struct seen_http *seen; /* or NULL */
	struct {
		curl_socket_t fd;
		char *address;
	} open[OPEN_MOST];
};

/*
 * libcurl closes a socket by itself, without a word to close_socket(), when a connection fails at once: its address
 * gets its place back when the number is given out again (FD), or at the end of the transfer (-1).
 */
static void forget_closed(struct transfer *transfer, curl_socket_t fd)
{
	for (size_t i = 0; i < OPEN_MOST; i++) {
		if (!transfer->open[i].address || (fd >= 0 && transfer->open[i].fd != fd))
			continue;
		budget_return(transfer->env->budget, transfer->open[i].address);
		free(transfer->open[i].address);
		transfer->open[i].address = NULL;
	}
}

/* Every connection is charged to its address and, for a stranger's URL, must lead outside. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *place)
{
	struct transfer *transfer = context;
	char *address;
	curl_socket_t fd;
	int wait_ms;

	(void)purpose;
	if (!transfer->inside && address_is_inside(&place->addr)) {
		transfer->forbidden = true;
		return CURL_SOCKET_BAD;
	}
	address = address_text(&place->addr);
	while ((wait_ms = budget_take(transfer->env->budget, address))) {
		struct pollfd cancel = { .fd = transfer->env->cancel->fd, .events = POLLIN };

		poll(&cancel, 1, wait_ms);
		if (cancel_asked(transfer->env->cancel) || deadline_over(transfer->env->deadline)) {
			free(address);
			return CURL_SOCKET_BAD;
		}
	}
	fd = socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
	if (fd >= 0)
		forget_closed(transfer, fd);
	for (size_t i = 0; fd >= 0 && i < OPEN_MOST; i++)
		if (!transfer->open[i].address) {
			transfer->open[i].fd = fd;
			transfer->open[i].address = address;
			return fd;
		}
	if (fd >= 0)
		close(fd);
	budget_return(transfer->env->budget, address);
	free(address);
	return CURL_SOCKET_BAD;
}

static int close_socket(void *context, curl_socket_t fd)
{
	struct transfer *transfer = context;

	for (size_t i = 0; i < OPEN_MOST; i++)
		if (transfer->open[i].address && transfer->open[i].fd == fd) {
			budget_leave(transfer->env->budget, transfer->open[i].address, fd);
			free(transfer->open[i].address);
			transfer->open[i].address = NULL;
			return 0;
		}
	return close(fd);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t length = size * count;

	if (length > transfer->limit) {
		transfer->too_big = true;
		return 0;
	}
	transfer->limit -= length;
	if (transfer->body)
		buffer_add(transfer->body, bytes, length);
	return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t length = size * count;

	transfer->head_bytes += length;
	if (transfer->head_bytes > HTTP_HEAD_MOST)
		return 0;
	if (transfer->seen)
		http_head_line(bytes, length, transfer->seen);
	return length;
}

static CURL *transfer_open(struct transfer *transfer, const struct settings *settings)
{
	const struct late_curl *lib = transfer->lib;
	CURL *curl = lib->easy_init();

	if (!curl)
		return NULL;
	lib->easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	lib->easy_setopt(curl, CURLOPT_USERAGENT, HTTP_AGENT);
	lib->easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	lib->easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
	lib->easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	lib->easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, transfer);
	lib->easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	lib->easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	lib->easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	lib->easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	lib->easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
	lib->easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)settings->handshake_timeout_ms);
	lib->easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	lib->easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	lib->easy_setopt(curl, CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
	/* Whom a proxy that speaks TLS itself is believed by, beside the folder of the system's anchors. */
	if (settings->ca_file)
		lib->easy_setopt(curl, CURLOPT_PROXY_CAINFO, settings->ca_file);
	lib->easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	lib->easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	if (settings->family)
		lib->easy_setopt(curl, CURLOPT_IPRESOLVE,
			settings->family == 4 ? (long)CURL_IPRESOLVE_V4 : (long)CURL_IPRESOLVE_V6);
	return curl;
}

static void transfer_close(struct transfer *transfer, CURL *curl)
{
	transfer->lib->easy_cleanup(curl);
	forget_closed(transfer, -1);
}

/* Runs CURL to its end, watching the deadline and the cancel fd. */
static CURLcode transfer_run(const struct transfer *transfer, CURL *curl)
{
	const struct http_env *env = transfer->env;
	const struct late_curl *lib = transfer->lib;
	struct curl_waitfd cancel = { .fd = env->cancel->fd, .events = CURL_WAIT_POLLIN };
	CURLM *multi = lib->multi_init();
	CURLcode result = CURLE_OPERATION_TIMEDOUT;
	int running = 1;

	if (!multi)
		return CURLE_OUT_OF_MEMORY;
	lib->multi_add_handle(multi, curl);
	while (running && !cancel_asked(env->cancel) && !deadline_over(env->deadline)) {
		int left_ms = deadline_left_ms(env->deadline);

		if (lib->multi_perform(multi, &running) != CURLM_OK)
			break;
		if (running)
			lib->multi_poll(multi, &cancel, 1,
				left_ms < 0 || left_ms > 1000 ? 1000 : left_ms, NULL);
	}
	if (cancel_asked(env->cancel))
		result = CURLE_ABORTED_BY_CALLBACK;
	for (int left = 1; left;) {
		CURLMsg *message = lib->multi_info_read(multi, &left);

		if (message && message->msg == CURLMSG_DONE)
			result = message->data.result;
	}
	lib->multi_remove_handle(multi, curl);
	lib->multi_cleanup(multi);
	return result;
}

/* "https://name:port/path" */
static char *url_of(const struct settings *settings, const char *address)
{
	const struct target *target = &settings->target;
	char *name = http_head_name(settings, address);
	char *url = memory_format(
		"https://%s:%d%s", name, target->port, target->path ? target->path : "/");

	free(name);
	return url;
}

static struct curl_slist *connect_to(
	const struct late_curl *lib, const struct settings *settings, const char *address)
{
	int port = settings->connect_port ? settings->connect_port : settings->target.port;
	bool six = address_family(address) == 6;
	char *rule = memory_format("::%s%s%s:%d", six ? "[" : "", address, six ? "]" : "", port);
	struct curl_slist *list = lib->slist_append(NULL, rule);

	free(rule);
	return list;
}

static struct curl_slist *header_of(
	const struct late_curl *lib, const char *name, const char *value)
{
	char *line = memory_format("%s: %s", name, value);
	struct curl_slist *list = lib->slist_append(NULL, line);

	free(line);
	return list;
}

int http_get_of(const struct http_env *env, const struct settings *settings, const char *address,
	const char *host, struct seen_http *ret)
{
	struct buffer body = { 0 };
	const struct late_curl *lib = late_curl();
	struct transfer transfer = { .env = env,
		.lib = lib,
		.inside = true,
		.limit = BODY_MOST,
		.body = &body,
		.seen = ret };
	char words[CURL_ERROR_SIZE] = "";
	struct curl_slist *where = NULL, *headers = NULL;
	int64_t began_s = timing_wall_s() + settings->now_offset_s;
	curl_off_t first_us = 0, pre_us = 0; /* pre_us stays 0 until the handshake is done */
	long status = 0;
	CURLcode result;
	CURL *curl;
	char *url;

	*ret = http_nothing;
	if (!lib)
		return ENOSYS;
	curl = transfer_open(&transfer, settings);
	if (!curl)
		return ENOMEM;
	url = url_of(settings, address);
	lib->easy_setopt(curl, CURLOPT_URL, url);
	lib->easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	lib->easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	lib->easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	lib->easy_setopt(curl, CURLOPT_CAINFO, NULL);
	lib->easy_setopt(curl, CURLOPT_CAPATH, NULL);
	lib->easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	if (settings->cert_file)
		lib->easy_setopt(curl, CURLOPT_SSLCERT, settings->cert_file);
	if (settings->key_file)
		lib->easy_setopt(curl, CURLOPT_SSLKEY, settings->key_file);
	if (address) {
		where = connect_to(lib, settings, address);
		lib->easy_setopt(curl, CURLOPT_CONNECT_TO, where);
	}
	if (host) {
		headers = header_of(lib, "Host", host);
		lib->easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	result = transfer_run(&transfer, curl);
	lib->easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	lib->easy_getinfo(curl, CURLINFO_STARTTRANSFER_TIME_T, &first_us);
	lib->easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &pre_us);
	if (status >= 100) {
		/* The server stamped its Date between our request and its first byte. */
		ret->status = (int)status;
		if (body.bytes)
			http_page_says(body.bytes, ret);
		ret->rtt_ms = (int64_t)(first_us - pre_us) / 1000;
		ret->local_s = began_s + (int64_t)((pre_us + first_us) / 2) / 1000000;
	} else {
		const char *why = *words ? words : lib->easy_strerror(result);

		ret->error = text_clean(why, strlen(why), TEXT_ONE_LINE, 300);
		ret->late = result == CURLE_OPERATION_TIMEDOUT && !pre_us;
	}
	transfer_close(&transfer, curl);
	buffer_free(&body);
	lib->slist_free_all(headers);
	lib->slist_free_all(where);
	free(url);
	return cancel_asked(env->cancel) ? ECANCELED : 0;
}

int http_get(const struct http_env *env, const struct settings *settings, const char *address,
	struct seen_http *ret)
{
	return http_get_of(env, settings, address, NULL, ret);
}

int http_page(const struct http_env *env, const struct settings *settings, const char *url,
	size_t limit, struct seen_http *ret, struct buffer *ret_body)
{
	const struct late_curl *lib = late_curl();
	struct transfer transfer = {
		.env = env,
		.lib = lib,
		.inside = true,
		.limit = limit,
		.seen = ret,
		.body = ret_body,
	};
	char words[CURL_ERROR_SIZE] = "";
	long status = 0;
	CURLcode result;
	CURL *curl;

	*ret = http_nothing;
	if (!lib)
		return ENOSYS;
	curl = transfer_open(&transfer, settings);
	if (!curl)
		return ENOMEM;
	lib->easy_setopt(curl, CURLOPT_URL, url);
	lib->easy_setopt(curl, CURLOPT_PROXY, "");
	lib->easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	lib->easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	result = transfer_run(&transfer, curl);
	lib->easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (status >= 100) {
		ret->status = (int)status;
	} else {
		const char *why = *words ? words : lib->easy_strerror(result);

		ret->error = text_clean(why, strlen(why), TEXT_ONE_LINE, 300);
	}
	transfer_close(&transfer, curl);
	return cancel_asked(env->cancel) ? ECANCELED : 0;
}

/* What a transfer's end means. */
static int fetch_error(const struct transfer *transfer, CURLcode result, long status)
{
	if (cancel_asked(transfer->env->cancel))
		return ECANCELED;
	if (transfer->forbidden)
		return EPERM;
	if (transfer->too_big)
		return EFBIG;
	if (result == CURLE_OPERATION_TIMEDOUT)
		return ETIMEDOUT;
	return result == CURLE_OK && status == 200 ? 0 : EIO;
}

/* The host of URL, without the brackets of IPv6. NULL when there is none; else free with curl_free(). */
static char *host_of(const struct late_curl *lib, const char *url)
{
	CURLU *parts = lib->url();
	char *host = NULL;

	if (!parts)
		return NULL;
	if (!lib->url_set(parts, CURLUPART_URL, url, 0))
		lib->url_get(parts, CURLUPART_HOST, &host, 0);
	lib->url_cleanup(parts);
	if (host && host[0] == '[') {
		memmove(host, host + 1, strlen(host));
		host[strcspn(host, "]")] = '\0';
	}
	return host;
}

/* Whether HOST is known here to lie inside; what only the proxy can resolve isn't known. */
static bool leads_inside(const struct transfer *transfer, const char *host)
{
	struct deadline soon = deadline_sooner(transfer->env->deadline, deadline_in_ms(RESOLVE_MS));
	struct seen_lookup lookup = { 0 };
	struct sockaddr_storage place;
	bool inside = false;

	if (address_socket(host, 0, &place))
		return address_is_inside((struct sockaddr *)&place);
	resolve_name(host, 0, soon, transfer->env->cancel, &lookup);
	for (size_t i = 0; i < lookup.address_count; i++) {
		if (address_socket(lookup.addresses[i], 0, &place))
			inside = inside || address_is_inside((struct sockaddr *)&place);
		free(lookup.addresses[i]);
	}
	free(lookup.addresses);
	free(lookup.name);
	return inside;
}

/*
 * Behind a proxy every socket leads to the proxy, which the person chose and which often lies inside: the
 * stranger's host itself is looked at instead. Redirects then can't be, and aren't followed.
 */
static bool proxy_may_fetch(struct transfer *transfer, const char *url)
{
	const struct late_curl *lib = transfer->lib;
	char *host = host_of(lib, url);

	transfer->forbidden = !host || leads_inside(transfer, host);
	lib->free(host);
	transfer->inside = true;
	return !transfer->forbidden;
}

static int fetch(struct transfer *transfer, const struct settings *settings, const char *url,
	struct curl_slist *headers, const struct buffer *body)
{
	const struct late_curl *lib = transfer->lib;
	bool by_proxy = settings->proxy && !transfer->inside;
	CURLcode result;
	long status = 0;
	CURL *curl;

	if (!text_starts_same(url, "http://"))
		return EPERM;
	if (by_proxy && !proxy_may_fetch(transfer, url))
		return EPERM;
	curl = transfer_open(transfer, settings);
	if (!curl)
		return ENOMEM;
	lib->easy_setopt(curl, CURLOPT_URL, url);
	lib->easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	lib->easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http");
	lib->easy_setopt(curl, CURLOPT_FOLLOWLOCATION, by_proxy ? 0L : 1L);
	lib->easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
	if (body) {
		lib->easy_setopt(curl, CURLOPT_POST, 1L);
		lib->easy_setopt(curl, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
		lib->easy_setopt(curl, CURLOPT_POSTFIELDS, body->bytes);
		lib->easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->length);
		lib->easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	result = transfer_run(transfer, curl);
	lib->easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	transfer_close(transfer, curl);
	return fetch_error(transfer, result, status);
}

int http_fetch(const struct http_env *env, const struct settings *settings, const char *url,
	bool inside, size_t limit, struct buffer *ret)
{
	struct transfer transfer = {
		.env = env, .lib = late_curl(), .inside = inside, .limit = limit, .body = ret
	};

	if (!transfer.lib)
		return ENOSYS;
	return fetch(&transfer, settings, url, NULL, NULL);
}

int http_post(const struct http_env *env, const struct settings *settings, const char *url,
	const char *type, const struct buffer *body, bool inside, size_t limit, struct buffer *ret)
{
	const struct late_curl *lib = late_curl();
	struct transfer transfer = {
		.env = env, .lib = lib, .inside = inside, .limit = limit, .body = ret
	};
	struct curl_slist *headers;
	char *line;
	int error;

	if (!lib)
		return ENOSYS;
	line = memory_format("Content-Type: %s", type);
	headers = lib->slist_append(NULL, line);
	headers = lib->slist_append(headers, "Expect:"); /* no waiting for "100 Continue" */
	error = fetch(&transfer, settings, url, headers, body);
	lib->slist_free_all(headers);
	free(line);
	return error;
}
