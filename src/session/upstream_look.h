/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does one upstream answer an nginx with these settings? Looks, judges nothing.
 */
#ifndef SESSION_UPSTREAM_LOOK_H
#define SESSION_UPSTREAM_LOOK_H

#include "base/timing.h"
#include "net/budget.h"
#include "webserver/nginx_seen.h"

struct upstream_env {
	const struct settings *settings;
	struct budget *budget;
	const struct cancel *cancel;
	struct deadline deadline; /* of all looks */
};

/* Fills LOOK, whose pass, peer and name are set and whose evidence is initialised. */
void upstream_look(const struct upstream_env *env, struct nginx_look *look);

#endif
