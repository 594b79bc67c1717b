/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"
#include "net/resolve.h"

#define HEAD_MOST 65536
#define BODY_MOST 65536
#define AGENT "tlsdoctor"
#define OPEN_MOST 4
#define RESOLVE_MS 2000

/* One transfer. */
struct transfer {
	const struct http_env *env;
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

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

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

/* The value of a header line when it is called NAME ("Date:"), cleaned; or NULL. */
static char *header_value(const char *line, size_t length, const char *name)
{
	size_t at = strlen(name);

	if (length < at || strncasecmp(line, name, at) != 0)
		return NULL;
	while (at < length && (line[at] == ' ' || line[at] == '\t'))
		at++;
	while (length > at && (line[length - 1] == '\r' || line[length - 1] == '\n'))
		length--;
	return text_clean(line + at, length - at, TEXT_ONE_LINE, 500);
}

/* Seconds, up to the largest that RFC 9111 section 1.2.2 knows; -1 when it is no number. */
static int64_t age_of(const char *value)
{
	size_t digits = strspn(value, "0123456789");

	if (!digits || value[digits])
		return -1;
	return digits > 9 ? INT32_MAX : strtol(value, NULL, 10);
}

/* Whether the header line is one that a CDN alone sets; its name goes to SEEN. */
static void take_mark(const char *bytes, size_t length, struct seen_http *seen)
{
	static const struct {
		const char *name; /* with its colon */
		const char *begins; /* how the value begins */
	} marks[] = {
		{ "X-Amz-Cf-Id:", "" },
		{ "X-Azure-Ref:", "" },
		{ "X-Served-By:", "cache-" },
		{ "Via:", "1.1 google" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !seen->mark; i++) {
		char *value = header_value(bytes, length, marks[i].name);

		if (value && !strncmp(value, marks[i].begins, strlen(marks[i].begins)))
			seen->mark = memory_text_n(marks[i].name, strlen(marks[i].name) - 1);
		free(value);
	}
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t length = size * count;
	char *value;

	transfer->head_bytes += length;
	if (transfer->head_bytes > HEAD_MOST)
		return 0;
	if (!transfer->seen)
		return length;
	if ((value = header_value(bytes, length, "Date:"))) {
		if (!timing_from_http_date(value, &transfer->seen->date_s))
			transfer->seen->date_s = -1;
		free(value);
	} else if ((value = header_value(bytes, length, "Age:"))) {
		transfer->seen->age_s = age_of(value);
		free(value);
	} else if ((value = header_value(bytes, length, "Server:"))) {
		free(transfer->seen->server);
		transfer->seen->server = value;
	} else if ((value = header_value(bytes, length, "Location:"))) {
		free(transfer->seen->location);
		transfer->seen->location = value;
	} else if ((value = header_value(bytes, length, "CF-RAY:"))) {
		transfer->seen->cloudflare = true;
		free(value);
	} else {
		take_mark(bytes, length, transfer->seen);
	}
	return length;
}

static CURL *transfer_open(struct transfer *transfer, const struct settings *settings)
{
	CURL *curl;

	pthread_once(&started, start_curl);
	curl = curl_easy_init();
	if (!curl)
		return NULL;
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, AGENT);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)settings->handshake_timeout_ms);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
	/* Whom a proxy that speaks TLS itself is believed by, beside the folder of the system's anchors. */
	if (settings->ca_file)
		curl_easy_setopt(curl, CURLOPT_PROXY_CAINFO, settings->ca_file);
	curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	if (settings->family)
		curl_easy_setopt(curl, CURLOPT_IPRESOLVE,
			settings->family == 4 ? (long)CURL_IPRESOLVE_V4 : (long)CURL_IPRESOLVE_V6);
	return curl;
}

static void transfer_close(struct transfer *transfer, CURL *curl)
{
	curl_easy_cleanup(curl);
	forget_closed(transfer, -1);
}

/* Runs CURL to its end, watching the deadline and the cancel fd. */
static CURLcode transfer_run(const struct http_env *env, CURL *curl)
{
	struct curl_waitfd cancel = { .fd = env->cancel->fd, .events = CURL_WAIT_POLLIN };
	CURLM *multi = curl_multi_init();
	CURLcode result = CURLE_OPERATION_TIMEDOUT;
	int running = 1;

	if (!multi)
		return CURLE_OUT_OF_MEMORY;
	curl_multi_add_handle(multi, curl);
	while (running && !cancel_asked(env->cancel) && !deadline_over(env->deadline)) {
		int left_ms = deadline_left_ms(env->deadline);

		if (curl_multi_perform(multi, &running) != CURLM_OK)
			break;
		if (running)
			curl_multi_poll(multi, &cancel, 1,
				left_ms < 0 || left_ms > 1000 ? 1000 : left_ms, NULL);
	}
	if (cancel_asked(env->cancel))
		result = CURLE_ABORTED_BY_CALLBACK;
	for (int left = 1; left;) {
		CURLMsg *message = curl_multi_info_read(multi, &left);

		if (message && message->msg == CURLMSG_DONE)
			result = message->data.result;
	}
	curl_multi_remove_handle(multi, curl);
	curl_multi_cleanup(multi);
	return result;
}

/* "https://name:port/path": the name that SNI carries, so that the same virtual host answers. */
static char *url_of(const struct settings *settings, const char *address)
{
	const struct target *target = &settings->target;
	const char *name = settings_sni(settings);
	bool six;

	if (!name)
		name = address ? address : target->host;
	six = address_family(name) == 6;
	return memory_format("https://%s%s%s:%d%s", six ? "[" : "", name, six ? "]" : "",
		target->port, target->path ? target->path : "/");
}

static struct curl_slist *connect_to(const struct settings *settings, const char *address)
{
	int port = settings->connect_port ? settings->connect_port : settings->target.port;
	bool six = address_family(address) == 6;
	char *rule = memory_format("::%s%s%s:%d", six ? "[" : "", address, six ? "]" : "", port);
	struct curl_slist *list = curl_slist_append(NULL, rule);

	free(rule);
	return list;
}

static struct curl_slist *header_of(const char *name, const char *value)
{
	char *line = memory_format("%s: %s", name, value);
	struct curl_slist *list = curl_slist_append(NULL, line);

	free(line);
	return list;
}

int http_get_of(const struct http_env *env, const struct settings *settings, const char *address,
	const char *host, struct seen_http *ret)
{
	struct transfer transfer = { .env = env, .inside = true, .limit = BODY_MOST, .seen = ret };
	char words[CURL_ERROR_SIZE] = "";
	struct curl_slist *where = NULL, *headers = NULL;
	int64_t began_s = timing_wall_s() + settings->now_offset_s;
	curl_off_t first_us = 0, pre_us = 0;
	long status = 0;
	CURLcode result;
	CURL *curl;
	char *url;

	*ret = (struct seen_http){
		.status = -1, .date_s = -1, .local_s = -1, .rtt_ms = -1, .age_s = -1
	};
	curl = transfer_open(&transfer, settings);
	if (!curl)
		return ENOMEM;
	url = url_of(settings, address);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	if (settings->cert_file)
		curl_easy_setopt(curl, CURLOPT_SSLCERT, settings->cert_file);
	if (settings->key_file)
		curl_easy_setopt(curl, CURLOPT_SSLKEY, settings->key_file);
	if (address) {
		where = connect_to(settings, address);
		curl_easy_setopt(curl, CURLOPT_CONNECT_TO, where);
	}
	if (host) {
		headers = header_of("Host", host);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	result = transfer_run(env, curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_STARTTRANSFER_TIME_T, &first_us);
	curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &pre_us);
	if (status >= 100) {
		/* The server stamped its Date between our request and its first byte. */
		ret->status = (int)status;
		ret->rtt_ms = (int64_t)(first_us - pre_us) / 1000;
		ret->local_s = began_s + (int64_t)((pre_us + first_us) / 2) / 1000000;
	} else {
		const char *why = *words ? words : curl_easy_strerror(result);

		ret->error = text_clean(why, strlen(why), TEXT_ONE_LINE, 300);
	}
	transfer_close(&transfer, curl);
	curl_slist_free_all(headers);
	curl_slist_free_all(where);
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
	struct transfer transfer = {
		.env = env, .inside = true, .limit = limit, .seen = ret, .body = ret_body
	};
	char words[CURL_ERROR_SIZE] = "";
	long status = 0;
	CURLcode result;
	CURL *curl;

	*ret = (struct seen_http){
		.status = -1, .date_s = -1, .local_s = -1, .rtt_ms = -1, .age_s = -1
	};
	curl = transfer_open(&transfer, settings);
	if (!curl)
		return ENOMEM;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	result = transfer_run(env, curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (status >= 100) {
		ret->status = (int)status;
	} else {
		const char *why = *words ? words : curl_easy_strerror(result);

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
static char *host_of(const char *url)
{
	CURLU *parts = curl_url();
	char *host = NULL;

	if (!parts)
		return NULL;
	if (!curl_url_set(parts, CURLUPART_URL, url, 0))
		curl_url_get(parts, CURLUPART_HOST, &host, 0);
	curl_url_cleanup(parts);
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
	char *host = host_of(url);

	transfer->forbidden = !host || leads_inside(transfer, host);
	curl_free(host);
	transfer->inside = true;
	return !transfer->forbidden;
}

static int fetch(struct transfer *transfer, const struct settings *settings, const char *url,
	struct curl_slist *headers, const struct buffer *body)
{
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
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, by_proxy ? 0L : 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
	if (body) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->bytes);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->length);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	}
	result = transfer_run(transfer->env, curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	transfer_close(transfer, curl);
	return fetch_error(transfer, result, status);
}

int http_fetch(const struct http_env *env, const struct settings *settings, const char *url,
	bool inside, size_t limit, struct buffer *ret)
{
	struct transfer transfer = { .env = env, .inside = inside, .limit = limit, .body = ret };

	return fetch(&transfer, settings, url, NULL, NULL);
}

int http_post(const struct http_env *env, const struct settings *settings, const char *url,
	const char *type, const struct buffer *body, bool inside, size_t limit, struct buffer *ret)
{
	struct transfer transfer = { .env = env, .inside = inside, .limit = limit, .body = ret };
	char *line = memory_format("Content-Type: %s", type);
	struct curl_slist *headers = curl_slist_append(NULL, line);
	int error;

	headers = curl_slist_append(headers, "Expect:"); /* no waiting for "100 Continue" */
	error = fetch(&transfer, settings, url, headers, body);
	curl_slist_free_all(headers);
	free(line);
	return error;
}
