/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/values.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "check/check.h"
#include "cli/client_key.h"
#include "cli/since.h"
#include "cli/offer.h"
#include "evidence/reference.h"
#include "net/address.h"
#include "net/proxy.h"
#include "session/fleet.h"
#include "tls/store.h"
#include "webserver/nginx_values.h"

#define CHOICES_MOST 64
#define TIMEOUT_LEAST_S 1
#define TIMEOUT_MOST_S 600
#define RATE_MOST 1000
#define INTERVAL_LEAST_S 5 /* nobody is to be looked at more often */
#define INTERVAL_MOST_S 86400

static void set_text(char **where, const char *value)
{
	free(*where);
	*where = memory_text(value);
}

/* ---- Sentences ---- */

static char *not_among(const struct invocation *invocation, const char *option, const char *value,
	const char *const *choices, size_t count)
{
	char *list = i18n_list(invocation->language, choices, count);
	char *sentence = say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("{option} can't be \"{value}\". It can be: {choices}."),
		(struct fill[]){
			{ "option", option },
			{ "value", value },
			{ "choices", list },
			{ NULL, NULL },
		});

	free(list);
	return sentence;
}

static char *not_a_number(const struct invocation *invocation, const char *option,
	const char *value, int least, int most)
{
	char *low = i18n_number(invocation->language, least);
	char *high = i18n_number(invocation->language, most);
	char *sentence = say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("{option} needs a number from {least} to {most}. \"{value}\" is not one."),
		(struct fill[]){
			{ "option", option },
			{ "value", value },
			{ "least", low },
			{ "most", high },
			{ NULL, NULL },
		});

	free(low);
	free(high);
	return sentence;
}

static char *not_an_example(const struct invocation *invocation, const char *option,
	const char *value, const char *example)
{
	return say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("{option} can't be \"{value}\". It looks like this: {example}"),
		(struct fill[]){
			{ "option", option },
			{ "value", value },
			{ "example", example },
			{ NULL, NULL },
		});
}

/* ---- How it looks ---- */

static char *no_such_language(
	const struct invocation *invocation, const char *option, const char *value)
{
	const char *codes[CHOICES_MOST];
	size_t count = 0;

	while (count < CHOICES_MOST && language_at(count)) {
		codes[count] = language_code(language_at(count));
		count++;
	}
	return not_among(invocation, option, value, codes, count);
}

char *set_language(struct invocation *invocation, const char *option, const char *value)
{
	const struct language *language = language_by_name(value);

	if (!language)
		return no_such_language(invocation, option, value);
	invocation->language = language;
	invocation->language_decided = true;
	return NULL;
}

char *set_report_language(struct invocation *invocation, const char *option, const char *value)
{
	const struct language *language = language_by_name(value);

	if (!language)
		return no_such_language(invocation, option, value);
	invocation->report_language = language;
	return NULL;
}

char *set_format(struct invocation *invocation, const char *option, const char *value)
{
	const char *ids[CHOICES_MOST];
	size_t count = 0;

	invocation->format = report_format(value);
	if (invocation->format)
		return NULL;
	while (count < CHOICES_MOST && report_format_at(count)) {
		ids[count] = report_format_at(count)->id;
		count++;
	}
	return not_among(invocation, option, value, ids, count);
}

char *set_color(struct invocation *invocation, const char *option, const char *value)
{
	static const char *const wishes[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	for (size_t i = 0; i < 3; i++) {
		if (!strcmp(wishes[i], value)) {
			invocation->color = (enum color_wish)i;
			return NULL;
		}
	}
	return not_among(invocation, option, value, wishes, 3);
}

char *set_plain(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->plain = true;
	return NULL;
}

char *set_ascii(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->ascii = true;
	return NULL;
}

/* ---- Files ---- */

char *set_output(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->output, value);
	return NULL;
}

char *set_save(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->save, value);
	return NULL;
}

char *set_repaired_chain(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->repaired_chain, value);
	return NULL;
}

char *set_access_log(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->access_log, value);
	return NULL;
}

char *set_follow(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	(void)value;
	invocation->follow = true;
	return NULL;
}

static char *set_time(
	const struct invocation *invocation, const char *option, const char *value, int64_t *ret_s)
{
	if (since_read(value, timing_wall_s(), ret_s))
		return NULL;
	return say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("{option} needs a time such as \"2026-11-22 06:30\" or 2h. \"{value}\" is not "
		   "one."),
		(struct fill[]){
			{ "option", option },
			{ "value", value },
			{ NULL, NULL },
		});
}

char *set_since(struct invocation *invocation, const char *option, const char *value)
{
	return set_time(invocation, option, value, &invocation->since_s);
}

char *set_until(struct invocation *invocation, const char *option, const char *value)
{
	return set_time(invocation, option, value, &invocation->until_s);
}

char *set_nginx_version(struct invocation *invocation, const char *option, const char *value)
{
	struct nginx_version version;

	if (!nginx_version_read(value, &version))
		return say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("{option} needs a version such as 1.22.1. \"{value}\" is not one."),
			(struct fill[]){
				{ "option", option },
				{ "value", value },
				{ NULL, NULL },
			});
	set_text(&invocation->nginx_version, value);
	return NULL;
}

char *set_open(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->open, value);
	return NULL;
}

char *set_compare(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->compare, value);
	return NULL;
}

char *set_redact(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	(void)value;
	invocation->redact = true;
	return NULL;
}

/* Read before anything is looked at: half a check with the wrong roots would mislead. */
char *set_ca_file(struct invocation *invocation, const char *option, const char *value)
{
	int error = trust_file_check(value);

	(void)option;
	if (error)
		return certificates_refusal(invocation, value, error);
	set_text(&invocation->settings.ca_file, value);
	return NULL;
}

/* Both are looked at together: client_key_refusal(). */
char *set_cert(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->settings.cert_file, value);
	invocation->settings.client_cert = true;
	return NULL;
}

char *set_key(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->settings.key_file, value);
	return NULL;
}

/* ---- Where to connect ---- */

/* "host", "host:port", "[v6]:port", "v6" into *RET_HOST (to be freed) and *RET_PORT, 0 for none. */
static bool split_address(const char *value, char **ret_host, int *ret_port)
{
	const char *end = value[0] == '[' ? strchr(value, ']') : NULL;
	const char *colon = end ? end + 1 : strchr(value, ':');
	struct target target;

	if (value[0] == '[' && !end)
		return false;
	if (!end && colon && strchr(colon + 1, ':'))
		colon = ""; /* a bare IPv6 address */
	if (colon && *colon && (*colon != ':' || !colon[1]))
		return false;
	if (target_parse(value, &target) != TARGET_OK)
		return false;
	*ret_port = colon && *colon == ':' ? target.port : 0;
	*ret_host = memory_text(target.host);
	target_free(&target);
	return true;
}

char *set_connect_to(struct invocation *invocation, const char *option, const char *value)
{
	char *host;
	int port;

	if (strpbrk(value, "/@ ") || !split_address(value, &host, &port))
		return not_an_example(invocation, option, value, "192.0.2.1:443");
	free(invocation->settings.connect_address);
	invocation->settings.connect_address = host;
	invocation->settings.connect_port = port;
	return NULL;
}

char *set_origin(struct invocation *invocation, const char *option, const char *value)
{
	char *wrong = set_connect_to(invocation, option, value);

	invocation->settings.origin = !wrong;
	return wrong;
}

char *set_servername(struct invocation *invocation, const char *option, const char *value)
{
	struct target target = { 0 };
	bool good = !strpbrk(value, ":/@") && target_parse(value, &target) == TARGET_OK &&
		    !target.is_ip;

	if (good) {
		set_text(&invocation->settings.servername, target.host);
		invocation->settings.sni = SNI_NAME;
	}
	target_free(&target);
	return good ? NULL : not_an_example(invocation, option, value, "www.example.com");
}

char *set_no_sni(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.sni = SNI_NONE;
	return NULL;
}

char *set_starttls(struct invocation *invocation, const char *option, const char *value)
{
	const char *names[STARTTLS_COUNT];
	enum starttls starttls = starttls_by_name(value);

	names[0] = "none";
	for (int i = 1; i < STARTTLS_COUNT; i++)
		names[i] = starttls_name((enum starttls)i);
	if (!strcmp(value, "none"))
		starttls = STARTTLS_NONE;
	else if (starttls == STARTTLS_COUNT)
		return not_among(invocation, option, value, names, STARTTLS_COUNT);
	invocation->starttls = starttls;
	invocation->starttls_given = true;
	return NULL;
}

char *set_proxy(struct invocation *invocation, const char *option, const char *value)
{
	struct proxy proxy;

	if (!proxy_parse(value, &proxy)) {
		proxy_free(&proxy);
		return not_an_example(invocation, option, value, "http://proxy.example:3128");
	}
	proxy_free(&proxy);
	set_text(&invocation->settings.proxy, value);
	invocation->settings.no_proxy = false;
	invocation->proxy_given = true;
	return NULL;
}

char *set_no_proxy(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	set_text(&invocation->settings.proxy, NULL);
	invocation->settings.no_proxy = true;
	invocation->proxy_given = true;
	return NULL;
}

char *set_ipv4(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.family = 4;
	return NULL;
}

char *set_ipv6(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.family = 6;
	return NULL;
}

/* A port alone means loopback, which is the default: other addresses are for those who ask for them. */
static bool read_listen(const char *value, char **ret_address, int *ret_port)
{
	/* 0 is no port to connect to, but one to ask for: any that is free. */
	bool any = !strcmp(value, "0");
	char *port_alone = memory_format("127.0.0.1:%s", any ? "1" : value);
	bool alone = value[0] && strspn(value, "0123456789") == strlen(value);
	bool good = !strpbrk(value, "/@ ") &&
		    split_address(alone ? port_alone : value, ret_address, ret_port);

	free(port_alone);
	if (!good)
		return false;
	if (alone || !strcmp(*ret_address, "localhost")) {
		free(*ret_address);
		*ret_address = NULL;
	}
	if (any)
		*ret_port = 0;
	if (!*ret_address || address_family(*ret_address))
		return true;
	free(*ret_address);
	return false;
}

char *set_listen(struct invocation *invocation, const char *option, const char *value)
{
	char *address;
	int port;

	if (!read_listen(value, &address, &port))
		return not_an_example(invocation, option, value, "192.0.2.1:8443");
	free(invocation->listen_address);
	invocation->listen_given = true;
	invocation->listen_address = address;
	invocation->listen_port = port;
	return NULL;
}

char *set_offer(struct invocation *invocation, const char *option, const char *value)
{
	struct seen_hello offer;
	char *wrong = offer_read(invocation->language, value, &offer);

	(void)option;
	if (wrong)
		return wrong;
	if (invocation->offer)
		seen_hello_free(invocation->offer);
	free(invocation->offer);
	invocation->offer = memory_new(1, sizeof(*invocation->offer));
	*invocation->offer = offer;
	return NULL;
}

/* ---- How much ---- */

char *set_quick(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.depth = DEPTH_QUICK;
	return NULL;
}

char *set_deep(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.depth = DEPTH_DEEP;
	return NULL;
}

static char *not_a_check(const struct invocation *invocation, const char *option, const char *value)
{
	const char *ids[CHOICES_MOST];
	size_t count = 0;

	while (count < CHOICES_MOST && check_at(count)) {
		ids[count] = check_at(count)->id;
		count++;
	}
	return not_among(invocation, option, value, ids, count);
}

/* VALUE is a list of check ids, separated by commas. */
static char *set_checks(
	struct invocation *invocation, const char *option, const char *value, char **where)
{
	char *list = memory_text(value);
	char *rest = list;
	char *sentence = NULL;

	for (char *id; !sentence && (id = strsep(&rest, ","));) {
		if (!check_find(id))
			sentence = not_a_check(invocation, option, id);
	}
	free(list);
	if (!sentence)
		set_text(where, value);
	return sentence;
}

char *set_only(struct invocation *invocation, const char *option, const char *value)
{
	return set_checks(invocation, option, value, &invocation->settings.only);
}

char *set_skip(struct invocation *invocation, const char *option, const char *value)
{
	return set_checks(invocation, option, value, &invocation->settings.skip);
}

/* A plain decimal number, nothing around it. */
static bool read_number(const char *value, double *ret)
{
	char *end;

	if (!value[0] || strspn(value, "0123456789.") != strlen(value))
		return false;
	*ret = strtod(value, &end);
	return !*end;
}

/* MOST_MS of the usual 20 s as the share of TOTAL_MS; less time in all shortens it only when it must. */
static int stage_ms(int total_ms, int most_ms)
{
	if (total_ms > 20000)
		return (int)((int64_t)total_ms * most_ms / 20000);
	return total_ms < most_ms ? total_ms : most_ms;
}

char *set_timeout(struct invocation *invocation, const char *option, const char *value)
{
	double seconds;
	int ms;

	if (!read_number(value, &seconds) || seconds < TIMEOUT_LEAST_S || seconds > TIMEOUT_MOST_S)
		return not_a_number(invocation, option, value, TIMEOUT_LEAST_S, TIMEOUT_MOST_S);
	ms = (int)(seconds * 1000);
	invocation->timeout_given = true;
	invocation->settings.total_timeout_ms = ms;
	invocation->settings.handshake_timeout_ms = stage_ms(ms, 10000);
	invocation->settings.connect_timeout_ms = stage_ms(ms, 5000);
	return NULL;
}

char *set_gentle(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.gentle = true;
	return NULL;
}

char *set_rate(struct invocation *invocation, const char *option, const char *value)
{
	double rate;

	if (strchr(value, '.') || !read_number(value, &rate) || rate < 0 || rate > RATE_MOST)
		return not_a_number(invocation, option, value, 0, RATE_MOST);
	invocation->settings.rate = (int)rate;
	return NULL;
}

char *set_hosts(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->hosts, value);
	return NULL;
}

char *set_jobs(struct invocation *invocation, const char *option, const char *value)
{
	double jobs;

	if (strchr(value, '.') || !read_number(value, &jobs) || jobs < 1 || jobs > FLEET_JOBS_MOST)
		return not_a_number(invocation, option, value, 1, FLEET_JOBS_MOST);
	invocation->jobs = (size_t)jobs;
	return NULL;
}

char *set_interval(struct invocation *invocation, const char *option, const char *value)
{
	double seconds;

	if (strchr(value, '.') || !read_number(value, &seconds) || seconds < INTERVAL_LEAST_S ||
		seconds > INTERVAL_MOST_S)
		return not_a_number(invocation, option, value, INTERVAL_LEAST_S, INTERVAL_MOST_S);
	invocation->interval_s = (int)seconds;
	return NULL;
}

char *set_once(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->once = true;
	return NULL;
}

static char *set_limits(struct invocation *invocation, const char *option, const char *value,
	struct watch_range *ranges)
{
	return watch_limits_read(value, ranges)
		       ? NULL
		       : not_an_example(invocation, option, value, "days=21,success=99,time=500");
}

char *set_warn(struct invocation *invocation, const char *option, const char *value)
{
	return set_limits(invocation, option, value, invocation->limits.warn);
}

char *set_crit(struct invocation *invocation, const char *option, const char *value)
{
	return set_limits(invocation, option, value, invocation->limits.critical);
}

char *set_resume(struct invocation *invocation, const char *option, const char *value)
{
	(void)option;
	set_text(&invocation->journal, value);
	return NULL;
}

char *set_offline(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.offline = true;
	return NULL;
}

char *set_reference(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->settings.reference = REFERENCE_ALWAYS;
	return NULL;
}

char *set_reference_wish(struct invocation *invocation, const char *option, const char *value)
{
	static const char *const wishes[] = {
		[REFERENCE_ASK] = "ask",
		[REFERENCE_ALWAYS] = "always",
		[REFERENCE_NEVER] = "never",
	};

	for (size_t i = 0; i < 3; i++) {
		if (!strcmp(wishes[i], value)) {
			invocation->settings.reference = (enum reference)i;
			return NULL;
		}
	}
	return not_among(invocation, option, value, wishes, 3);
}

static bool is_place(const char *item)
{
	char *host;
	int port;

	if (!reference_place(item, 1, &host, &port))
		return false;
	free(host);
	return true;
}

static bool is_probe(const char *item)
{
	char *url, *expected;

	if (!reference_probe(item, &url, &expected))
		return false;
	free(url);
	free(expected);
	return true;
}

/* VALUE is a list of items that FITS, separated by commas. */
static char *set_references(struct invocation *invocation, const char *option, const char *value,
	bool (*fits)(const char *item), const char *example, char **where)
{
	char *items[REFERENCES_MOST];
	size_t count = reference_items(value, items);
	bool good = count > 0;

	for (size_t i = 0; i < count; i++) {
		good = good && fits(items[i]);
		free(items[i]);
	}
	if (!good)
		return not_an_example(invocation, option, value, example);
	set_text(where, value);
	return NULL;
}

char *set_reference_sites(struct invocation *invocation, const char *option, const char *value)
{
	return set_references(invocation, option, value, is_place,
		"www.example.org, www.example.net:8443", &invocation->settings.reference_sites);
}

char *set_time_servers(struct invocation *invocation, const char *option, const char *value)
{
	return set_references(invocation, option, value, is_place,
		"ntp.example.org, ntp.example.net", &invocation->settings.time_servers);
}

char *set_portal_probes(struct invocation *invocation, const char *option, const char *value)
{
	return set_references(invocation, option, value, is_probe,
		"http://www.example.org/probe ok, http://www.example.net/generate_204 204",
		&invocation->settings.portal_probes);
}

char *set_device(struct invocation *invocation, const char *option, const char *value)
{
	static const char *const devices[] = {
		[DEVICE_THIS] = "this",
		[DEVICE_OTHER] = "other",
	};

	for (size_t i = 0; i < 2; i++) {
		if (!strcmp(devices[i], value)) {
			invocation->settings.device = (enum device)i;
			return NULL;
		}
	}
	return not_among(invocation, option, value, devices, 2);
}

char *set_user(struct invocation *invocation, const char *option, const char *value)
{
	if (!getpwnam(value))
		return say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("{option}: this computer has no user called \"{value}\"."),
			(struct fill[]){
				{ "option", option },
				{ "value", value },
				{ NULL, NULL },
			});
	set_text(&invocation->settings.user, value);
	return NULL;
}

/* ---- Other ---- */

char *set_list(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->list = true;
	return NULL;
}

char *set_help(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->help = true;
	return NULL;
}

char *set_version(struct invocation *invocation, const char *option, const char *value)
{
	(void)option, (void)value;
	invocation->version = true;
	return NULL;
}
