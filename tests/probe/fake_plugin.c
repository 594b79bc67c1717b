/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fake libproxy loads and unloads, as the real one does with its JavaScript engine: it leaves work for the end
 * of the thread that called it. */
#include <pthread.h>

int fake_plugin_begin(void);

static pthread_key_t key;

static void at_end_of_thread(void *value)
{
	*(int *)value = 0;
}

int fake_plugin_begin(void)
{
	static int value = 1;

	return pthread_key_create(&key, at_end_of_thread) || pthread_setspecific(key, &value);
}
