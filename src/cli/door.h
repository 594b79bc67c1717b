/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does one wait for a browser, and what is the person told about it? For the command hello and for the
 * wizard.
 */
#ifndef CLI_DOOR_H
#define CLI_DOOR_H

#include "i18n/i18n.h"
#include "cli/invocation.h"
#include "session/doorman.h"

struct door {
	const char *address; /* numeric, or NULL: this computer alone (loopback) */
	int port; /* 0: a free one */
};

/* Begins to wait there; the page for those who come without TLS is in LANGUAGE. NULL with *RET_ERRNO. */
struct doorman *door_open(const struct door *door, const struct language *language, int *ret_errno);

/* What to open, how to get there from another computer, and the warning where others can come too. Lines; the
 * caller frees it. */
char *door_text(const struct door *door, const struct language *language, int port);

/* "https://localhost:8443/"; the caller frees it. */
char *door_url(const struct door *door, int port);

/* "127.0.0.1:8443", the port only where it is settled; the caller frees it. */
char *door_address(const struct door *door);

/* Says that one can't wait there, because of ERROR (errno). Returns EXIT_COULD_NOT. */
int door_refuse(const struct door *door, const struct language *language, int error);

/* Says on standard error where PATH can be read over HTTP, and who else can. */
void door_tell_page(
	const struct door *door, const struct language *language, int port, const char *path);

#endif
