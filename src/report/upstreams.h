/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is what was found in an nginx configuration handed to others? As text for people, or as JSON.
 */
#ifndef REPORT_UPSTREAMS_H
#define REPORT_UPSTREAMS_H

#include "report/report.h"
#include "session/upstreams.h"

/* Both end with a newline; the caller frees them. */
char *report_upstreams_text(
	const struct upstreams *upstreams, const struct report_options *options);

/* FORMAT_LINE: on one line. Members are added to, never changed; nothing in it is translated. */
char *report_upstreams_json(const struct upstreams *upstreams, bool on_one_line);

#endif
