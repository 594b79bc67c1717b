/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/late_curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define FIND(name)                                              \
	{                                                       \
		"curl_" #name, offsetof(struct late_curl, name) \
	}

static const struct {
	const char *name;
	size_t place; /* of its pointer in struct late_curl */
} functions[] = {
	FIND(global_init),
	FIND(easy_init),
	FIND(easy_setopt),
	FIND(easy_getinfo),
	FIND(easy_cleanup),
	FIND(easy_strerror),
	FIND(multi_init),
	FIND(multi_add_handle),
	FIND(multi_perform),
	FIND(multi_poll),
	FIND(multi_info_read),
	FIND(multi_remove_handle),
	FIND(multi_cleanup),
	FIND(slist_append),
	FIND(slist_free_all),
	FIND(url),
	FIND(url_set),
	FIND(url_get),
	FIND(url_cleanup),
	FIND(free),
};

static pthread_once_t tried = PTHREAD_ONCE_INIT;
static struct late_curl found;
static bool ready;

static bool find_functions(void *library)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			return false;
		*(void **)((char *)&found + functions[i].place) = function;
	}
	return true;
}

static void load(void)
{
	void *library = dlopen(CURL_LIBRARY, RTLD_LAZY | RTLD_LOCAL);

	ready = library && find_functions(library) &&
		found.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct late_curl *late_curl(void)
{
	pthread_once(&tried, load);
	return ready ? &found : NULL;
}
