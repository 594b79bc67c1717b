/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does the wizard get what it may ask of cli: practice servers, reports, files?
 */
#ifndef CLI_WIZARD_H
#define CLI_WIZARD_H

#include "cli/invocation.h"

/* The wizard, opened on the practice servers. Returns the exit status. */
int wizard_practice(struct invocation *invocation);

#endif
