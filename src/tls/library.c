/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/library.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define CONFIGURATION "GNUTLS_SYSTEM_PRIORITY_FILE"

/* GnuTLS would read its configuration when it is loaded, before any line of ours runs. */
GNUTLS_SKIP_GLOBAL_INIT

/* It keeps the pointer, so this must stay; and putenv() (not setenv) puts this very text into the environment. */
static char no_configuration[] = CONFIGURATION "=/dev/null";

__attribute__((constructor)) static void begin(void)
{
	char *told = memory_text(getenv(CONFIGURATION));

	putenv(no_configuration);
	gnutls_global_init();
	if (told)
		setenv(CONFIGURATION, told, 1);
	else
		unsetenv(CONFIGURATION);
	free(told);
}

void library_begin(void)
{
}
