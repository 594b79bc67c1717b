/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/settings.h"

#include "evidence/records.h"

void settings_init(struct settings *settings)
{
	record_init(&settings_record, settings);
}

void settings_copy(struct settings *to, const struct settings *from)
{
	record_copy(&settings_record, to, from);
}

void settings_free(struct settings *settings)
{
	record_free(&settings_record, settings);
}

const char *settings_sni(const struct settings *settings)
{
	if (settings->sni == SNI_NAME)
		return settings->servername;
	if (settings->sni == SNI_NONE || settings->target.is_ip)
		return NULL;
	return settings->target.host;
}

const char *settings_cert_name(const struct settings *settings)
{
	if (settings->sni == SNI_NAME && settings->servername)
		return settings->servername;
	return settings->target.host;
}

int settings_total_ms(const struct settings *settings)
{
	if (settings->total_timeout_ms > 0)
		return settings->total_timeout_ms;
	if (settings->depth != DEPTH_DEEP)
		return 20000;
	return settings->gentle ? 300000 : 60000;
}
