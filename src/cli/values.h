/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can this text be the value of an option? Each function sets something in the invocation and returns
 * NULL, or a sentence (the caller frees it) that says why it can't. OPTION is the option's name as typed
 * by people ("--rate") for the sentence; VALUE is NULL for options without one.
 */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include "cli/invocation.h"

typedef char *value_setter(struct invocation *invocation, const char *option, const char *value);

value_setter set_language, set_format, set_output, set_device, set_connect_to, set_origin,
	set_servername, set_no_sni, set_starttls, set_ca_file, set_cert, set_key, set_proxy,
	set_no_proxy, set_ipv4, set_ipv6, set_quick, set_deep, set_only, set_skip, set_timeout,
	set_gentle, set_rate, set_offline, set_reference, set_reference_wish, set_reference_sites,
	set_time_servers, set_portal_probes, set_save, set_open, set_compare, set_redact,
	set_report_language, set_repaired_chain, set_plain, set_ascii, set_color, set_list,
	set_help, set_version;
value_setter set_hosts, set_jobs, set_resume; /* many targets */
value_setter set_interval, set_once, set_warn, set_crit; /* watch */
value_setter set_listen, set_offer; /* clients */
value_setter set_nginx_version; /* upstreams */
value_setter set_user; /* this computer */
value_setter set_access_log, set_follow, set_since, set_until; /* logs */

#endif
