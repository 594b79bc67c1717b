/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/lesson.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define ADDRESS "127.0.0.1"

static bool without_name(const char *fault)
{
	const char *option = practice_option(fault);

	return option && !strcmp(option, "--no-sni");
}

int lesson_settings(
	const struct practice *practice, size_t index, const char *fault, struct settings *ret)
{
	char *typed = memory_format("%s:%d", PRACTICE_HOST, practice_port(practice, index));
	enum target_error error;

	*ret = (struct settings){ 0 };
	settings_init(ret);
	error = target_parse(typed, &ret->target);
	free(typed);
	if (error != TARGET_OK) {
		settings_free(ret);
		return -1;
	}
	ret->connect_address = memory_text(ADDRESS);
	ret->connect_port = practice_port(practice, index);
	ret->ca_pem = memory_text(practice_ca_pem(practice));
	ret->sni = without_name(fault) ? SNI_NONE : SNI_HOST;
	return 0;
}

char *lesson_command(
	const struct practice *practice, size_t index, const char *fault, const char *ca_file)
{
	const char *option = practice_option(fault);
	int port = practice_port(practice, index);

	return memory_format("tlsdoctor check " PRACTICE_HOST ":%d --connect-to " ADDRESS
			     ":%d --ca-file %s%s%s",
		port, port, ca_file, option ? " " : "", option ? option : "");
}

/* curl has no option for leaving the name out; it sends none when it is given an address. */
char *lesson_curl(
	const struct practice *practice, size_t index, const char *fault, const char *ca_file)
{
	int port = practice_port(practice, index);

	if (without_name(fault))
		return memory_format("curl --cacert %s https://" ADDRESS ":%d/", ca_file, port);
	return memory_format("curl --cacert %s --resolve " PRACTICE_HOST ":%d:" ADDRESS
			     " https://" PRACTICE_HOST ":%d/",
		ca_file, port, port);
}
