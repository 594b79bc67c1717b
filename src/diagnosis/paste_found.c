/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/paste_found.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define WINDOW 24576 /* bytes on either side of the error: a long stack trace */
#define HOST_MOST 253

/* ---- What stands before and after a host ---- */

struct cue {
	const char *text;
	int worth;
};

/* Longer and surer ones first: the first that fits counts. */
static const struct cue before[] = {
	{ "upstream: \"https://", 60 }, { "upstream: \"grpcs://", 60 }, { "upstream: \"", 45 },
	{ "does not match target host name '", 55 }, { "does not match target hostname '", 55 },
	{ "not valid for '", 55 }, { "doesn't match '", 55 }, { "does not match '", 50 },
	{ "match hostname '", 50 }, { "match hostname ", 40 }, { "altnames: host: ", 55 },
	{ "altnames: ip: ", 55 }, { "no name matching ", 55 }, { "dns name matching ", 55 },
	{ "names matching ip address ", 55 }, { "certificate for <", 50 },
	{ "validate certificate for ", 55 }, { "to the server ", 45 }, { "cn = ", 25 },
	{ "the certificate of '", 50 }, { "certificate of host '", 50 }, { "wanted to match ", 50 },
	{ "httpsconnectionpool(host='", 52 }, { "httpsconnectionpool(host=\"", 52 },
	{ "httpsconnection(host='", 52 }, { "https://", 50 }, { "wss://", 50 }, { "imaps://", 50 },
	{ "pop3s://", 50 }, { "smtps://", 50 }, { "ldaps://", 50 }, { "ftps://", 50 },
	{ "grpcs://", 50 }, { "ssl://", 48 }, { "tls://", 48 }, { "smtp://", 40 },
	{ "imap://", 40 }, { "ldap://", 40 }, { "relay=", 40 }, { "ssl_connect error to ", 45 },
	{ "in connection to ", 48 }, { "connection to ", 42 }, { "connect to ", 42 },
	{ "connecting to ", 42 }, { "connect econnrefused ", 30 },
	{ "could not resolve host: ", 50 }, { "getaddrinfo enotfound ", 50 }, { "-connect ", 45 },
	{ "lookup ", 40 }, { "dial tcp: lookup ", 50 }, { "dial tcp ", 38 },
	{ "information from ", 45 }, { "servername: ", 42 }, { "servername=", 42 },
	{ "server_name: ", 42 }, { "sni: ", 42 }, { "hostname: ", 40 }, { "hostname=", 40 },
	{ "for host ", 40 }, { "to host ", 40 }, { "by host ", 40 }, { "host: \"", 30 },
	{ "host: ", 38 }, { "host='", 40 }, { "host=\"", 40 }, { "host=", 38 }, { "url: ", 30 },
	{ "website: ", 35 }, { "resolving ", 35 }, { "server at ", 35 }, { "for '", 25 },
	{ "for \"", 25 }, { "unable to connect to ", 42 }, { "client: ", -40 }, { "from ", -12 },
	{ "by ", -5 }, { "not ", 30 }, /* "certificate is valid for a.test, not b.test" */
};

static const struct cue after[] = {
	{ " sent an invalid response", 50 },
	{ " uses an unsupported protocol", 50 },
	{ " refused to connect", 50 },
	{ " unexpectedly closed the connection", 50 },
	{ " took too long to respond", 50 },
	{ " didn't accept your login certificate", 50 },
	{ " doesn't adhere to security standards", 50 },
	{ " normally uses encryption", 50 },
	{ "'s server ip address could not be found", 50 },
	{ " uses an invalid security certificate", 55 },
	{ " uses security technology that is outdated", 50 },
	{ " has a security policy", 45 },
	{ " is currently unable to handle", 40 },
	{ " failed: connection", 30 },
	{ "[", 5 },
};

/* Names that end or begin so are files, packages or parts of programs. */
static const char *const not_last[] = { "c", "h", "cc", "cpp", "go", "rs", "py", "js", "ts", "mjs",
	"cjs", "rb", "pl", "php", "java", "class", "jar", "cs", "kt", "swift", "so", "dll", "exe",
	"sys", "pem", "crt", "cer", "key", "csr", "der", "p12", "pfx", "jks", "conf", "cnf", "cfg",
	"ini", "log", "txt", "html", "htm", "json", "xml", "yaml", "yml", "sh", "md", "gz", "zip",
	"tar", "whl", "lock", "toml", "css", "sslerror", "ssl", "tls", "http", "https", "net",
	"local", "exceptions", "security", "sock", "common", "internal", "tmp", "bak", "service",
	"socket", NULL };
static const char *const not_first[] = { "java", "javax", "sun", "com", "org", "net", "io", "jdk",
	"android", "kotlin", "okhttp3", "system", "microsoft", "self", "urllib3", "requests",
	"httpx", "aiohttp", "ssl", "http", "node", "e.g", "i.e", "crypto", "tokio", "hyper",
	"rustls", "reqwest", "scala", "akka", "reactor", "apache", "pip", "this", "err", "os",
	"lib", NULL };
static const char *const likely_last[] = { "com", "net", "org", "io", "dev", "app", "de", "nl",
	"jp", "ph", "uk", "fr", "eu", "us", "gov", "edu", "co", "info", "biz", "me", "ai", "cloud",
	"local", "lan", "internal", "corp", "test", "example", "invalid", "home", "arpa", "ru",
	"cn", "in", "au", "ca", "ch", "at", "be", "it", "es", "pl", "se", "no", "dk", "fi", "br",
	"mx", "kr", "tw", "sg", "site", "online", "shop", "tech", "xyz", "tv", "cz", "pt", "ie",
	"nz", "za", "tr", "id", "my", "th", "vn", "hu", "ro", "gr", "ua", "il", "ar", "cl",
	"localdomain", "svc", "nu", NULL };

/* Pages that messages themselves refer to. */
static const char *const not_hosts[] = { "curl.se", "curl.haxx.se", "docs.rs", "aka.ms",
	"go.microsoft.com", "learn.microsoft.com", "docs.microsoft.com", "support.microsoft.com",
	"support.google.com", "support.mozilla.org", "developer.mozilla.org", "nodejs.org",
	"www.openssl.org", "www.cloudflare.com", "cloudflare.com", "support.cloudflare.com",
	"cwiki.apache.org", "wiki.archlinux.org", "developers.google.com", "stackoverflow.com",
	NULL };

/* Words behind a cue that are no names of hosts. */
static const char *const not_labels[] = { "the", "this", "that", "your", "any", "all", "server",
	"host", "remote", "server-side", "trusted", "supported", "valid", "yet", "found", "load",
	"upstream", "port", "api", "database", "client", "secure", "url", "internet", "peer",
	"socket", "cluster", "site", "website", "web", "proxy", "local", "unknown", "null", "none",
	"not", "and", "with", "for", "error", "daemon", "origin", "broker", "mysql", "mongodb",
	"redis", "ldap", "smtp", "mail", "backend", "service", "registry", "cannot", "could", "is",
	"was", "has", "failed", NULL };

static bool in_list(const char *const *list, const char *word, size_t length)
{
	for (; *list; list++)
		if (strlen(*list) == length && !memcmp(*list, word, length))
			return true;
	return false;
}

static bool is_host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
	       (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* ---- Candidates ---- */

struct candidate {
	size_t at, length;
	int worth;
	int port;
	bool numeric; /* an address */
};

static int cue_before(const struct paste_text *text, size_t at)
{
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		size_t length = strlen(before[i].text);

		if (at < length || memcmp(text->plain + at - length, before[i].text, length) != 0)
			continue;
		/* "not " is no end of "cannot ". */
		if (at == length || !is_letter(before[i].text[0]) ||
			!is_letter(text->plain[at - length - 1]))
			return before[i].worth;
	}
	return 0;
}

static int cue_after(const struct paste_text *text, size_t end)
{
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		size_t length = strlen(after[i].text);

		if (end + length <= text->length &&
			!memcmp(text->plain + end, after[i].text, length))
			return after[i].worth;
	}
	return 0;
}

/* The digits at AT as a port, or -1. */
static int port_at(const struct paste_text *text, size_t at)
{
	long port = 0;
	size_t length = 0;

	while (at + length < text->length && is_digit(text->plain[at + length]) && length < 6)
		port = port * 10 + (text->plain[at + length++] - '0');
	return length && length < 6 && port > 0 && port < 65536 ? (int)port : -1;
}

/* ":8443", " port 8443", "', port=8443", " 8443 port" behind a host, or what its scheme means; -1. */
static int port_after(const struct paste_text *text, size_t end)
{
	static const char *const words[] = { ":", " port ",
		" port: ", "', port=", "\", port=", ", port ", " (port ", ", port=", " on port ",
		"]:", " port=" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (end + length < text->length && !memcmp(text->plain + end, words[i], length) &&
			port_at(text, end + length) > 0)
			return port_at(text, end + length);
	}
	/* Postfix: relay=host[192.0.2.1]:25 */
	if (end < text->length && text->plain[end] == '[') {
		const char *close = memchr(
			text->plain + end, ']', text->length - end < 48 ? text->length - end : 48);

		if (close && close[1] == ':')
			return port_at(text, (size_t)(close - text->plain) + 2);
	}
	return -1;
}

static bool is_ipv4(const char *host)
{
	struct in_addr address;

	return inet_pton(AF_INET, host, &address) == 1;
}

static bool all_digits_and_dots(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_digit(text[i]) && text[i] != '.')
			return false;
	return true;
}

/* What the form of NAME says: below 0: no host. */
static int worth_of_name(const char *name, size_t length, bool cued)
{
	const char *last = name + length;
	size_t last_length = 0;
	size_t first_length = 0;

	while (last > name && last[-1] != '.') {
		last--;
		last_length++;
	}
	while (first_length < length && name[first_length] != '.')
		first_length++;
	if (last == name && in_list(not_labels, name, length))
		return -100;
	if (last == name) /* no dot */
		return cued && length > 2 && !all_digits_and_dots(name, length) ? -30 : -100;
	if (last_length < 2 || is_digit(last[0]) || in_list(not_hosts, name, length))
		return -100;
	if (!cued &&
		(in_list(not_last, last, last_length) || in_list(not_first, name, first_length)))
		return -100;
	return in_list(likely_last, last, last_length) ? 12 : cued ? 4 : -100;
}

static bool is_good_host(const char *name)
{
	struct target target = { 0 };
	bool good = target_parse(name, &target) == TARGET_OK;

	target_free(&target);
	return good;
}

/* Whether the name at AT is the rest of one that begins on the line before: "www.exam", "ple.com". */
static bool is_rest_of_name(const struct paste_text *text, size_t at)
{
	size_t end = at ? at - 1 : 0, start = end, last;

	if (!end || text->plain[end] != '\n')
		return false;
	while (start && is_host_char(text->plain[start - 1]))
		start--;
	last = end;
	while (last > start && text->plain[last - 1] != '.')
		last--;
	return last > start && last < end && !in_list(likely_last, text->plain + last, end - last);
}

/* Whether the character before a host at AT shows that it is none: a mail address, a path. */
static bool is_spoilt(const struct paste_text *text, size_t at, size_t end)
{
	char left = at ? text->plain[at - 1] : ' ';
	char right = end < text->length ? text->plain[end] : ' ';

	if (is_rest_of_name(text, at))
		return true;
	if (left == '@' || left == '_' || left == '$' || right == '@' || right == '_' ||
		right == '(')
		return true;
	if ((left == '/' || left == '\\') && !(at > 1 && text->plain[at - 2] == '/'))
		return true;
	return right == '/' && left != '/' && !cue_before(text, at);
}

static void weigh_candidate(
	const struct paste_text *text, size_t error_at, struct candidate *candidate)
{
	size_t end = candidate->at + candidate->length;
	char *name = memory_text_n(text->plain + candidate->at, candidate->length);
	int cue = cue_before(text, candidate->at), tail = cue_after(text, end);
	size_t away = candidate->at > error_at ? candidate->at - error_at
					       : error_at - candidate->at;

	candidate->numeric = is_ipv4(name);
	candidate->port = port_after(text, end);
	candidate->worth = cue > tail ? cue : tail > 0 ? tail : cue;
	candidate->worth += candidate->port > 0 ? 20 : 0;
	if (candidate->numeric)
		candidate->worth -= 6;
	else
		candidate->worth += worth_of_name(name, candidate->length, cue > 0 || tail > 20);
	candidate->worth -= (int)(away / 512);
	if (is_spoilt(text, candidate->at, end) ||
		(!candidate->numeric && all_digits_and_dots(name, candidate->length)) ||
		!is_good_host(name))
		candidate->worth = -100;
	free(name);
}

/* The run of host characters at AT, without dots and hyphens at its ends. Returns where it ends. */
static size_t next_candidate(const struct paste_text *text, size_t at, struct candidate *ret)
{
	size_t end = at;

	while (end < text->length && is_host_char(text->plain[end]))
		end++;
	ret->at = at;
	ret->length = end - at;
	while (ret->length && strchr(".-", text->plain[ret->at])) {
		ret->at++;
		ret->length--;
	}
	while (ret->length && strchr(".-", text->plain[ret->at + ret->length - 1]))
		ret->length--;
	return end;
}

static int port_of_scheme(const struct paste_text *text, size_t at)
{
	static const struct {
		const char *scheme;
		int port;
	} schemes[] = { { "https://", 443 }, { "wss://", 443 }, { "imaps://", 993 },
		{ "smtps://", 465 }, { "pop3s://", 995 }, { "ldaps://", 636 }, { "ftps://", 990 } };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t length = strlen(schemes[i].scheme);

		if (at >= length && !memcmp(text->plain + at - length, schemes[i].scheme, length))
			return schemes[i].port;
	}
	return -1;
}

static void keep_host(const struct paste_text *text, const struct candidate *best,
	const struct candidate *address, struct paste_found *ret)
{
	const struct candidate *chosen = best->worth > 0 ? best : address;

	if (address->worth > -50 && !ret->address)
		ret->address = memory_text_n(text->plain + address->at, address->length);
	if (chosen->worth <= 0 || ret->host)
		return;
	ret->host = memory_text_n(text->plain + chosen->at, chosen->length);
	ret->port = chosen->port > 0 ? chosen->port : port_of_scheme(text, chosen->at);
}

static void look_for_host(const struct paste_text *text, size_t error_at, size_t from, size_t to,
	struct paste_found *ret)
{
	struct candidate best = { .worth = -100 }, address = { .worth = -100 };

	for (size_t at = from; at < to;) {
		struct candidate here = { 0 };
		size_t end;

		if (!is_host_char(text->plain[at])) {
			at++;
			continue;
		}
		end = next_candidate(text, at, &here);
		at = end;
		if (here.length < 2 || here.length > HOST_MOST)
			continue;
		weigh_candidate(text, error_at, &here);
		if (here.numeric && here.worth > address.worth)
			address = here;
		if (!here.numeric && here.worth > best.worth)
			best = here;
		else if (here.numeric && here.worth > best.worth && here.worth > 20)
			best = here;
	}
	keep_host(text, &best, &address, ret);
}

/* ---- Time ---- */

/* 'd' a digit, 'a' a letter, anything else itself. */
static const char *const time_forms[] = {
	"dddd-dd-ddtdd:dd:dd", "dddd-dd-dd dd:dd:dd", "dddd/dd/dd dd:dd:dd", "dd/aaa/dddd:dd:dd:dd",
	"aaa aaa dd dd:dd:dd", /* Tue Mar 03 12:00:00 */
	"aaa dd dd:dd:dd", "aaa  d dd:dd:dd", "dd.dd.dddd dd:dd:dd",
	"dddd dd:dd:dd", /* HAProxy's glog: 0303 */
};

static bool fits_form(const char *at, const char *form)
{
	for (; *form; form++, at++) {
		if (*form == 'd'       ? !is_digit(*at)
			: *form == 'a' ? !(*at >= 'a' && *at <= 'z')
				       : *at != *form && !(*form == 't' && *at == 't'))
			return false;
	}
	return true;
}

/* Whether the time at AT is one of a certificate, not that of the error. */
static bool is_of_certificate(const struct paste_text *text, size_t at)
{
	static const char *const cues[] = { "notafter: ", "notbefore: ", "not after: ",
		"not before: ", "not after : ", "is after ", "is before ", "expired on ",
		"expired at ", "valid until ", "valid from ", "expires on " };

	/* The name of a day may stand between. */
	if (at > 4 && text->plain[at - 1] == ' ' && is_letter(text->plain[at - 2]) &&
		is_letter(text->plain[at - 4]) && text->plain[at - 5] == ' ')
		at -= 4;
	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]); i++) {
		size_t length = strlen(cues[i]);

		if (at >= length && !memcmp(text->plain + at - length, cues[i], length))
			return true;
	}
	return false;
}

/* "tue mar 03 12:00:00" and "2026-03-03t12:00:00" as they are written. */
static void restore_capitals(char *time)
{
	for (size_t i = 0; time[i]; i++)
		if (is_letter(time[i]) &&
			(!i || strchr(" /", time[i - 1]) || is_digit(time[i - 1])))
			time[i] = (char)(time[i] - 'a' + 'A');
}

static void look_for_time(const struct paste_text *text, size_t error_at, size_t from, size_t to,
	struct paste_found *ret)
{
	size_t nearest = SIZE_MAX;

	if (ret->time)
		return;
	for (size_t at = from; at < to; at++) {
		size_t away = at > error_at ? at - error_at : error_at - at;

		if (!is_digit(text->plain[at]) &&
			!(text->plain[at] >= 'a' && text->plain[at] <= 'z'))
			continue;
		if (at && (is_digit(text->plain[at - 1]) || text->plain[at - 1] == '-'))
			continue;
		for (size_t i = 0; i < sizeof(time_forms) / sizeof(time_forms[0]) - 1; i++) {
			size_t length = strlen(time_forms[i]);

			if (at + length > to || !fits_form(text->plain + at, time_forms[i]) ||
				away >= nearest || is_of_certificate(text, at))
				continue;
			nearest = away;
			free(ret->time);
			ret->time = memory_text_n(text->plain + at, length);
			restore_capitals(ret->time);
		}
	}
}

/* ---- Library and version ---- */

static const struct {
	const char *word; /* as it stands in the plain text */
	const char *name;
} libraries[] = {
	{ "openssl", "OpenSSL" },
	{ "libressl", "LibreSSL" },
	{ "gnutls", "GnuTLS" },
	{ "boringssl", "BoringSSL" },
	{ "nss", "NSS" },
	{ "curl", "curl" },
	{ "libcurl", "curl" },
	{ "python", "Python" },
	{ "node.js", "Node.js" },
	{ "node", "Node.js" },
	{ "nginx", "nginx" },
	{ "apache", "Apache" },
	{ "haproxy", "HAProxy" },
	{ "wget", "wget" },
	{ "git", "git" },
	{ "chrome", "Chrome" },
	{ "firefox", "Firefox" },
	{ "java", "Java" },
	{ "jdk", "Java" },
	{ "php", "PHP" },
	{ "ruby", "Ruby" },
	{ "postfix", "Postfix" },
};

/* The length of a version ("3.0.2", "1.1.1f") at AT, or 0. */
static size_t version_length(const struct paste_text *text, size_t at)
{
	size_t length = 0, dots = 0;

	while (at + length < text->length && length < 24) {
		char c = text->plain[at + length];

		if (c == '.' && at + length + 1 < text->length &&
			is_digit(text->plain[at + length + 1]))
			dots++;
		else if (!is_digit(c) && !(length && dots && c >= 'a' && c <= 'z'))
			break;
		length++;
	}
	return dots && is_digit(text->plain[at]) ? length : 0;
}

static void look_for_version(
	const struct paste_text *text, size_t from, size_t to, struct paste_found *ret)
{
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && !ret->version; i++) {
		const char *word = libraries[i].word;
		size_t length = strlen(word);
		const char *at = text->plain + from;

		while (!ret->version &&
			(at = memmem(at, (size_t)(text->plain + to - at), word, length))) {
			size_t place = (size_t)(at - text->plain) + length;

			at += length;
			if (place < to && strchr("/ v", text->plain[place]))
				place++;
			if (place < to && text->plain[place] == 'v')
				place++;
			if (place < to && version_length(text, place)) {
				ret->version = memory_text_n(
					text->plain + place, version_length(text, place));
				ret->library = memory_text(libraries[i].name);
			}
		}
	}
}

void paste_found_look(const struct paste_text *text, size_t at, struct paste_found *ret)
{
	size_t from = at > WINDOW ? at - WINDOW : 0;
	size_t to = at + WINDOW < text->length ? at + WINDOW : text->length;

	if (!ret->host)
		look_for_host(text, at, from, to, ret);
	look_for_time(text, at, from, to, ret);
	if (!ret->version)
		look_for_version(text, from, to, ret);
}

void paste_found_free(struct paste_found *found)
{
	free(found->host);
	free(found->address);
	free(found->time);
	free(found->library);
	free(found->version);
	*found = (struct paste_found){ .port = -1, .alert = -1 };
}
