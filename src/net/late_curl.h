/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where is libcurl? It brings some twenty libraries with it, more than half of all the work of a start, and most runs
 * fetch nothing: so it is loaded by whoever fetches first.
 */
#ifndef NET_LATE_CURL_H
#define NET_LATE_CURL_H

#include <curl/curl.h>

/* Its functions, as much as is used; curl_easy_init() is easy_init here, and so on. */
struct late_curl {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_info_read) *multi_info_read;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
	__typeof__(curl_url) *url;
	__typeof__(curl_url_set) *url_set;
	__typeof__(curl_url_get) *url_get;
	__typeof__(curl_url_cleanup) *url_cleanup;
	__typeof__(curl_free) *free;
};

/* The functions, ready for use by any thread; NULL when the library can't be loaded (any more). */
const struct late_curl *late_curl(void);

#endif
