/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do we tell whoever looks after a web server: what a group of log lines means, how a line would be right, and how
 * to change it safely?
 */
#ifndef GUIDE_SERVER_H
#define GUIDE_SERVER_H

#include <stddef.h>
#include "i18n/i18n.h"

/* What to do with the corrected line; CHANGE is an enum nginx_change of webserver/nginx_faults.h. */
const char *guide_correction(const struct language *language, int change);

/* Step INDEX (from 0) of changing the configuration safely: a copy first, the change and its test, reloading, looking
 * again, the debug log on and off. *RET_COMMAND: lines to copy, or NULL. NULL after the last. */
const char *guide_confirming(
	const struct language *language, size_t index, const char **ret_command);

/* What a failure of CAUSE in a log means: the sentence of FINDING_ID where there is one (log_finding_id()), else the
 * title of CAUSE. PLACE: the upstream, or "". The caller frees it. */
char *guide_log_meaning(const struct language *language, const char *finding_id, const char *cause,
	const char *place);

#endif
