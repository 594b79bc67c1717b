/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/door.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"

static bool is_loopback(const char *address)
{
	return !address || text_starts(address, "127.") || !strcmp(address, "::1");
}

static bool is_any(const char *address)
{
	return address && (!strcmp(address, "0.0.0.0") || !strcmp(address, "::"));
}

/* ---- Where ---- */

static char *place(const char *host, const char *end, int port)
{
	const char *pattern = strchr(host, ':') ? "[%s]:%d%s" : "%s:%d%s";

	return memory_format(pattern, host, port, end);
}

/* "localhost" and not its address: then the browser says a server name, as it does to real sites. */
static const char *host_of(const struct door *door)
{
	return is_loopback(door->address) ? "localhost" : door->address;
}

char *door_url(const struct door *door, int port)
{
	char *rest = place(host_of(door), "/", port);
	char *url = memory_format("https://%s", rest);

	free(rest);
	return url;
}

char *door_address(const struct door *door)
{
	const char *address = door->address ? door->address : "127.0.0.1";

	return door->port ? place(address, "", door->port) : memory_text(address);
}

/* ---- Opening ---- */

static char *page_text(const struct door *door, const struct language *language)
{
	const char *host = host_of(door);
	bool six = strchr(host, ':') != NULL;
	char *url = memory_format("https://%s%s%s:{port}/", six ? "[" : "", host, six ? "]" : "");
	const char *sentence = tr(language,
		N_("This port waits for encrypted connections. The address begins with https://"));
	char *page = memory_format("<!DOCTYPE html><html lang=\"%s\"><meta charset=\"utf-8\">"
				   "<title>tlsdoctor</title><p>%s</p><p><a href=\"%s\">%s</a></p>"
				   "</html>\n",
		language_code(language), sentence, url, url);

	free(url);
	return page;
}

struct doorman *door_open(const struct door *door, const struct language *language, int *ret_errno)
{
	/* A browser looks "localhost" up as either of them. */
	static const char *const loopback[] = { "127.0.0.1", "::1" };
	char *page = page_text(door, language);
	const struct doorman_wish wish = {
		.addresses = door->address ? &door->address : loopback,
		.address_count = door->address ? 1 : 2,
		.port = door->port,
		.page = page,
	};
	struct doorman *doorman = doorman_start(&wish, ret_errno);

	free(page);
	return doorman;
}

/* ---- Telling ---- */

/* The address of this computer as the other end of the SSH connection knows it, or NULL. sshd writes: client
 * address, client port, server address, server port. */
static char *ssh_server(void)
{
	const char *variable = getenv("SSH_CONNECTION");
	const char *at = variable;

	for (int word = 0; at && word < 2; word++) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	if (!at)
		return NULL;
	char *server = memory_text_n(at, strcspn(at, " "));

	if (address_family(server))
		return server;
	free(server);
	return NULL;
}

static char *user_name(void)
{
	const struct passwd *entry = getpwuid(geteuid());
	const char *name = entry && entry->pw_name ? entry->pw_name : "USER";

	return text_clean(name, strlen(name), TEXT_ONE_LINE, 64);
}

static void add(struct buffer *text, const char *line)
{
	buffer_add_text(text, line);
	buffer_add_char(text, '\n');
}

static void add_ssh(
	struct buffer *text, const struct language *language, const char *server, int port)
{
	char *user = user_name();
	char *listen = place(server, "", port);

	add(text,
		tr(language, N_("This shell runs on another computer than yours (SSH). Where your "
				"browser is, type this first, in a terminal:")));
	buffer_add_format(text, "  ssh -L %d:127.0.0.1:%d %s@%s\n", port, port, user, server);
	add(text, tr(language, N_("Or start it with an address that your browser can reach:")));
	buffer_add_format(text, "  tlsdoctor hello --listen %s\n", listen);
	free(listen);
	free(user);
}

static void add_filled(struct buffer *text, const struct language *language, const char *pattern,
	const char *name, const char *value)
{
	char *line = i18n_fill(tr(language, pattern), (struct fill[]){ { name, value }, { 0 } });

	add(text, line);
	free(line);
}

/* Where others can come too. */
static void add_warning(
	struct buffer *text, const struct door *door, const struct language *language)
{
	if (!is_loopback(door->address))
		add_filled(text, language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Careful: everybody who can reach {address} can connect to this port."),
			"address", door->address);
}

char *door_text(const struct door *door, const struct language *language, int port)
{
	char *url = door_url(door, port);
	char *server = is_loopback(door->address) ? ssh_server() : NULL;
	struct buffer text = { 0 };

	if (server)
		add_ssh(&text, language, server, port);
	add_warning(&text, door, language);
	if (is_any(door->address))
		add_filled(&text, language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("In the browser or program that you want to know more about, open port "
			   "{port} of this computer, with https:// before it."),
			"port", strrchr(url, ':') + 1);
	else
		add(&text, tr(language, N_("Open this address in the browser or program that you "
					   "want to know more about:")));
	if (!is_any(door->address))
		buffer_add_format(&text, "  %s\n", url);
	buffer_add_text(&text, tr(language, N_("It will show an error page; that is right.")));
	free(server);
	free(url);
	return buffer_take(&text);
}

int door_refuse(const struct door *door, const struct language *language, int error)
{
	char *where = door_address(door);

	refuse(say(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("It is not possible to wait for connections at {address}: {why}"),
		(struct fill[]){
			{ "address", where },
			{ "why", i18n_error(language, error) },
			{ NULL, NULL },
		}));
	free(where);
	return EXIT_COULD_NOT;
}

void door_tell_page(
	const struct door *door, const struct language *language, int port, const char *path)
{
	char *where = place(door->address ? door->address : "127.0.0.1", path, port);
	char *url = memory_format("http://%s", where);
	struct buffer text = { 0 };

	add_warning(&text, door, language);
	add_filled(&text, language,
		/* TRANSLATORS: For Prometheus and other programs that collect numbers. */
		/* xgettext:no-c-format,perl-brace-format */
		N_("The numbers are at {url}"), "url", url);
	fputs(text.bytes, stderr);
	buffer_free(&text);
	free(url);
	free(where);
}
