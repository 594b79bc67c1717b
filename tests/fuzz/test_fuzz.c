/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seeds, and every input that once broke something, go through their parser in each test run. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "fuzz/targets.h"

#define SEED_LIMIT (1 << 20)

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run_file(const struct fuzz_target *target, const char *path)
{
	struct buffer bytes = { 0 };

	cr_assert_eq(file_read(path, SEED_LIMIT, &bytes), 0, "%s can't be read", path);
	target->run((const uint8_t *)bytes.bytes, bytes.length);
	buffer_free(&bytes);
}

static void run_seeds(const struct fuzz_target *target)
{
	const char *srcdir = getenv("srcdir");
	char *folder = memory_format(
		"%s/tests/fuzz/corpus/%s", srcdir ? srcdir : ".", target->name);
	struct dirent **entries;
	int count = scandir(folder, &entries, is_seed, alphasort);

	cr_assert_gt(count, 0, "there are no seeds in %s", folder);
	for (int i = 0; i < count; i++) {
		char *path = memory_format("%s/%s", folder, entries[i]->d_name);

		run_file(target, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

Test(fuzz, certificates_survive_their_seeds)
{
	run_seeds(&fuzz_certificate);
}

Test(fuzz, certificate_stores_survive_their_seeds)
{
	run_seeds(&fuzz_cert9);
}

Test(fuzz, texts_without_private_details_survive_their_seeds)
{
	run_seeds(&fuzz_redact);
}

Test(fuzz, pasted_errors_survive_their_seeds)
{
	run_seeds(&fuzz_paste);
}

Test(fuzz, pasted_lists_survive_their_seeds)
{
	run_seeds(&fuzz_client_list);
}

Test(fuzz, evidence_survives_its_seeds)
{
	run_seeds(&fuzz_evidence);
}

Test(fuzz, hellos_survive_their_seeds)
{
	run_seeds(&fuzz_hello);
}

Test(fuzz, catalogues_survive_their_seeds)
{
	run_seeds(&fuzz_mo);
}

Test(fuzz, logs_survive_their_seeds)
{
	run_seeds(&fuzz_log);
}

Test(fuzz, nginx_configurations_survive_their_seeds)
{
	run_seeds(&fuzz_nginx);
}

Test(fuzz, proxies_survive_their_seeds)
{
	run_seeds(&fuzz_proxy);
}

Test(fuzz, replies_survive_their_seeds)
{
	run_seeds(&fuzz_reply);
}

Test(fuzz, timestamps_survive_their_seeds)
{
	run_seeds(&fuzz_sct);
}

Test(fuzz, services_survive_their_seeds)
{
	run_seeds(&fuzz_service);
}

Test(fuzz, hosts_files_survive_their_seeds)
{
	run_seeds(&fuzz_hosts);
}

Test(fuzz, time_servers_survive_their_seeds)
{
	run_seeds(&fuzz_sntp);
}

Test(fuzz, settings_files_survive_their_seeds)
{
	run_seeds(&fuzz_settings);
}

Test(fuzz, stanzas_of_an_organisation_survive_their_seeds)
{
	run_seeds(&fuzz_own);
}

Test(fuzz, stanzas_survive_their_seeds)
{
	run_seeds(&fuzz_stanza);
}

Test(fuzz, starttls_survives_its_seeds)
{
	run_seeds(&fuzz_talk);
}

Test(fuzz, targets_survive_their_seeds)
{
	run_seeds(&fuzz_target_typed);
}

Test(fuzz, text_survives_its_seeds)
{
	run_seeds(&fuzz_text);
}

Test(fuzz, revocation_answers_survive_their_seeds)
{
	run_seeds(&fuzz_revocation);
}

Test(fuzz, lines_of_a_list_survive_their_seeds)
{
	run_seeds(&fuzz_host_line);
}

Test(fuzz, requests_survive_their_seeds)
{
	run_seeds(&fuzz_notice);
}

Test(fuzz, heads_of_pages_survive_their_seeds)
{
	run_seeds(&fuzz_http_head);
}

Test(fuzz, files_of_certificates_survive_their_seeds)
{
	run_seeds(&fuzz_pile);
}
