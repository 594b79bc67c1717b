/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/environment.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/proxy.h"

#define COLUMNS_USUAL 80
#define COLUMNS_MOST 100 /* longer lines are hard to read */

void environment_set_ctype(void)
{
	static const char *const names[] = { "", "C.UTF-8", "C.utf8", "en_US.UTF-8" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		/* UTF-8 is the only usual encoding with characters of four bytes and more. */
		if (setlocale(LC_CTYPE, names[i]) && MB_CUR_MAX >= 4)
			return;
	}
}

/* ---- Proxy ---- */

static bool is_loopback(const struct target *target)
{
	const char *host = target->host;

	if (target->is_ip)
		return !strcmp(host, "::1") || text_starts(host, "127.");
	return !strcmp(host, "localhost");
}

char *environment_proxy(const struct target *target)
{
	/* https_proxy is for the web; mail programs and databases don't read it. */
	if (target->starttls != STARTTLS_NONE || is_loopback(target))
		return NULL;
	return proxy_from_environment(target->host);
}

/* ---- Files ---- */

char *environment_root(void)
{
	const char *root = getenv("TLSDOCTOR_ROOT");

	return root && *root == '/' ? memory_text(root) : NULL;
}

void environment_more_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

/* ---- Terminal ---- */

int environment_columns(int fd)
{
	struct winsize size;

	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return COLUMNS_USUAL;
	return size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
}

bool environment_color(const struct invocation *invocation, int fd)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (invocation->color != COLOR_AUTO)
		return invocation->color == COLOR_ALWAYS;
	return isatty(fd) && !(no && no[0]) && term && strcmp(term, "dumb");
}

bool environment_ascii(const struct invocation *invocation, int fd)
{
	const char *term = getenv("TERM");

	return invocation->ascii || (isatty(fd) && term && !strcmp(term, "linux"));
}
