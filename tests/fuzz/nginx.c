/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An nginx configuration, or what "nginx -T" printed: read, judged, written again. */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "webserver/nginx_seen.h"

static void look_at(void *context, const struct nginx_directive *directive)
{
	const struct nginx_conf *conf = context;
	char *line = nginx_as_written(directive);

	fuzz_promise(directive->line >= 1, "a line is counted from 1");
	fuzz_promise(directive->file != NULL, "a directive knows its file");
	fuzz_promise(directive == conf->root || directive->parent != NULL, "a block is around it");
	fuzz_promise(line && *line, "a directive can be written");
	free(line);
}

static void judge(const struct nginx_conf *conf, struct nginx_faults *faults)
{
	struct nginx_version version = { 1, 22, 1 };
	struct nginx_passes passes;
	struct nginx_listens listens;

	nginx_passes_read(conf, &version, &passes);
	nginx_listens_read(conf, &listens);
	nginx_judge_reading(conf, faults);
	nginx_judge_words(conf, faults);
	nginx_judge_listens(conf, &version, &listens, faults);
	nginx_judge_passes(conf, &version, &passes, faults);
	for (size_t i = 0; i < passes.count; i++)
		for (size_t k = 0; k < passes.items[i].peer_count; k++)
			nginx_judge_port(&passes.items[i], &passes.items[i].peers[k], faults);
	nginx_faults_sort(faults, conf);
	nginx_passes_free(&passes);
	nginx_listens_free(&listens);
}

static void run(const uint8_t *data, size_t size)
{
	struct nginx_faults faults = { 0 };
	struct nginx_conf conf;

	nginx_conf_parse("fuzz.conf", (const char *)data, size, NULL, &conf);
	nginx_walk(conf.root, look_at, &conf);
	judge(&conf, &faults);
	for (size_t i = 0; i < faults.count; i++)
		fuzz_promise(faults.items[i].line >= 1 && faults.items[i].file != NULL,
			"a fault has its place");
	nginx_faults_free(&faults);
	nginx_conf_free(&conf);
}

const struct fuzz_target fuzz_nginx = { .name = "nginx", .run = run };
