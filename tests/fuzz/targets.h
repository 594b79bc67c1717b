/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which parsers read what a stranger wrote? Each target feeds one of them any bytes and insists on what
 * its header promises; it never fails on bad input, only on a broken promise. libFuzzer (`make fuzzers`)
 * and the test that replays the seeds (test_fuzz) share these.
 */
#ifndef FUZZ_TARGETS_H
#define FUZZ_TARGETS_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_target {
	const char *name; /* its seeds are the files of corpus/NAME */
	void (*run)(const uint8_t *data, size_t size);
};

extern const struct fuzz_target fuzz_cert9;
extern const struct fuzz_target fuzz_certificate;
extern const struct fuzz_target fuzz_client_list;
extern const struct fuzz_target fuzz_evidence;
extern const struct fuzz_target fuzz_hello;
extern const struct fuzz_target fuzz_host_line;
extern const struct fuzz_target fuzz_mo;
extern const struct fuzz_target fuzz_log;
extern const struct fuzz_target fuzz_nginx;
extern const struct fuzz_target fuzz_own;
extern const struct fuzz_target fuzz_notice;
extern const struct fuzz_target fuzz_http_head;
extern const struct fuzz_target fuzz_paste;
extern const struct fuzz_target fuzz_pile;
extern const struct fuzz_target fuzz_proxy;
extern const struct fuzz_target fuzz_redact;
extern const struct fuzz_target fuzz_reply;
extern const struct fuzz_target fuzz_revocation;
extern const struct fuzz_target fuzz_sct;
extern const struct fuzz_target fuzz_service;
extern const struct fuzz_target fuzz_hosts;
extern const struct fuzz_target fuzz_settings;
extern const struct fuzz_target fuzz_sntp;
extern const struct fuzz_target fuzz_stanza;
extern const struct fuzz_target fuzz_talk;
extern const struct fuzz_target fuzz_target_typed;
extern const struct fuzz_target fuzz_text;

/* Ends the program, naming the promise, when it isn't kept. */
void fuzz_promise(int kept, const char *promise);

/* DATA as a NUL-ended text, without its NUL bytes. The caller frees it. */
char *fuzz_as_text(const uint8_t *data, size_t size);

#endif
