/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where do browsers keep what they are told? For the files of probe/ that read it; nothing is ever
 * started or changed.
 */
#ifndef PROBE_BROWSERS_H
#define PROBE_BROWSERS_H

#include "probe/local.h"

enum {
	BROWSER_FILE_MOST = 4 << 20, /* bytes of a settings file */
	CHOICES_MOST = 400, /* of a profile, and of all policies */
	VALUE_MOST = 500, /* bytes of a value kept */
};

struct browsing {
	struct local system; /* files that belong to nobody in particular */
	struct local home; /* files of the person; its files end up in the same list */
	char *home_path; /* without the root; NULL: nobody's profiles are read */
	struct seen_browsers *seen;
};

/* Adds a browser that FILE says is there; VERSION may be NULL. Both are cleaned. */
void browsers_add(struct browsing *browsing, enum browser browser, enum packaging packaging,
	const char *version, const char *file);

/* Adds to LIST; name and value are cleaned, a password in a URL is left out. */
void choices_add(struct seen_choice **list, size_t *count, enum browser browser, const char *path,
	int line, const char *name, const char *value);

void firefox_look(struct browsing *browsing);
void chromium_look(struct browsing *browsing);

/* ---- Pure, of any bytes ---- */

/*
 * Calls VISIT for each of NAMES (NULL-ended) that stands in the JSON object TEXT, or in its member WITHIN
 * (unless NULL), once for each value below it: "Proxy.Mode", "manual". false when TEXT isn't such JSON.
 */
bool policy_parse(const char *text, size_t length, const char *within, const char *const *names,
	void (*visit)(void *context, const char *name, const char *value), void *context);

/* Calls VISIT for each installed package of dpkg's status file TEXT that is WANTED. */
void dpkg_parse(const char *text, size_t length, bool (*wanted)(const char *package),
	void (*visit)(void *context, const char *package, const char *version), void *context);

#endif
