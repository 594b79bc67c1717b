/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A libproxy whose answers a test chooses: FAKE_PROXY, "|" between several; "silence" never comes back. The library
 * FAKE_PLUGIN is loaded as long as the factory lives. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *px_proxy_factory_new(void);
char **px_proxy_factory_get_proxies(void *factory, const char *url);
void px_proxy_factory_free(void *factory);

void *px_proxy_factory_new(void)
{
	void **plugin = calloc(1, sizeof(*plugin));
	const char *name = getenv("FAKE_PLUGIN");
	int (*begin)(void);

	if (!plugin || !name)
		return plugin;
	*plugin = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (!*plugin)
		abort();
	*(void **)&begin = dlsym(*plugin, "fake_plugin_begin");
	if (!begin || begin())
		abort();
	return plugin;
}

char **px_proxy_factory_get_proxies(void *factory, const char *url)
{
	const char *answers = getenv("FAKE_PROXY"), *asked = getenv("FAKE_URL");
	char **list = calloc(8, sizeof(*list));

	(void)factory;
	if (!list || !answers || (asked && strcmp(asked, url) != 0))
		return list;
	while (!strcmp(answers, "silence"))
		pause();
	for (int i = 0; i < 7 && *answers; i++) {
		size_t length = strcspn(answers, "|");

		list[i] = strndup(answers, length);
		answers += length + (answers[length] != '\0');
	}
	return list;
}

void px_proxy_factory_free(void *factory)
{
	void **plugin = factory;

	if (plugin && *plugin)
		dlclose(*plugin);
	free(plugin);
}
