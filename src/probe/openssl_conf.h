/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rules does OpenSSL's configuration give every program? config(5): sections, variables, .include;
 * SSL_CONF_cmd(3): the commands of the section that system_default names.
 */
#ifndef PROBE_OPENSSL_CONF_H
#define PROBE_OPENSSL_CONF_H

#include <stdbool.h>
#include <stddef.h>

struct conf_pair {
	char *section; /* "default" before the first */
	char *name;
	char *value; /* without quotes and escapes, variables filled in */
	char *path; /* of the file it stands in */
	int line;
};

struct conf {
	struct conf_pair *pairs; /* each name once a section: the last one counts */
	size_t count;
	char *section; /* private */
	bool broken; /* OpenSSL refuses all of it; nothing in it counts */
	int broken_line;
};

/* What a configuration may ask for. */
struct conf_source {
	/* Reads PATH of an .include by openssl_conf_parse() or lets it be. */
	void (*include)(void *context, struct conf *conf, const char *path);
	const char *(*environment)(const char *name); /* $ENV::NAME; NULL: not set */
	void *context;
};

/* Adds what TEXT, of PATH, says. CONF is zeroed before the first. */
void openssl_conf_parse(struct conf *conf, const struct conf_source *source, const char *path,
	const char *text, size_t length);

/* The value of NAME in SECTION, or NULL. */
const char *openssl_conf_value(const struct conf *conf, const char *section, const char *name);

/* The name of the section that holds the rules for TLS, or NULL when nothing sets any. */
const char *openssl_conf_rules(const struct conf *conf);

void openssl_conf_free(struct conf *conf);

#endif
