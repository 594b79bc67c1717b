/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define FAULTS_MOST 1000

/* ---- Kinds ---- */

static const struct nginx_kind kinds[] = {
#define KIND(id, cause, verdict, facts) { id, cause, VERDICT_##verdict, facts },
#include "webserver/nginx_kinds.def"
#undef KIND
};

const struct nginx_kind *nginx_kind_at(size_t index)
{
	return index < sizeof(kinds) / sizeof(kinds[0]) ? &kinds[index] : NULL;
}

const struct nginx_kind *nginx_kind(const char *id)
{
	for (size_t i = 0; nginx_kind_at(i); i++)
		if (!strcmp(kinds[i].id, id))
			return &kinds[i];
	return NULL;
}

/* ---- Faults ---- */

static void fault_free(struct nginx_fault *fault)
{
	facts_free(&fault->facts);
	free(fault->written);
	free(fault->better);
}

struct nginx_fault *nginx_fault_at(
	struct nginx_faults *faults, const char *id, const char *file, int line)
{
	const struct nginx_kind *kind = nginx_kind(id);
	struct nginx_fault *fault;

	if (!kind)
		abort();
	if (faults->count < FAULTS_MOST) {
		faults->items = memory_resize(
			faults->items, faults->count + 1, sizeof(*faults->items));
		fault = &faults->items[faults->count++];
	} else {
		fault = &faults->items[faults->count - 1];
		fault_free(fault);
	}
	*fault = (struct nginx_fault){ .kind = kind, .file = file, .line = line };
	return fault;
}

struct nginx_fault *nginx_fault_add(
	struct nginx_faults *faults, const char *id, const struct nginx_directive *directive)
{
	struct nginx_fault *fault = nginx_fault_at(faults, id, directive->file, directive->line);

	fault->written = nginx_as_written(directive);
	return fault;
}

void nginx_fault_better(
	struct nginx_fault *fault, enum nginx_change change, const char *better, ...)
{
	va_list values;
	int length;

	va_start(values, better);
	length = vsnprintf(NULL, 0, better, values);
	va_end(values);
	if (length < 0)
		return;
	free(fault->better);
	fault->change = change;
	fault->better = memory_new((size_t)length + 1, 1);
	va_start(values, better);
	vsnprintf(fault->better, (size_t)length + 1, better, values);
	va_end(values);
}

bool nginx_fault_known(
	const struct nginx_faults *faults, const char *id, const char *file, int line)
{
	for (size_t i = 0; i < faults->count; i++)
		if (!strcmp(faults->items[i].kind->id, id) && faults->items[i].line == line &&
			!strcmp(faults->items[i].file, file))
			return true;
	return false;
}

static size_t place_of(const struct nginx_conf *conf, const char *file)
{
	size_t place = 0;

	while (place < conf->file_count && strcmp(conf->files[place], file) != 0)
		place++;
	return place;
}

/* Few faults, and those at one line keep their order: insertion will do. */
void nginx_faults_sort(struct nginx_faults *faults, const struct nginx_conf *conf)
{
	for (size_t i = 1; i < faults->count; i++) {
		struct nginx_fault fault = faults->items[i];
		size_t place = place_of(conf, fault.file), at = i;

		while (at > 0) {
			const struct nginx_fault *before = &faults->items[at - 1];
			size_t other = place_of(conf, before->file);

			if (other < place || (other == place && before->line <= fault.line))
				break;
			faults->items[at] = *before;
			at--;
		}
		faults->items[at] = fault;
	}
}

void nginx_faults_free(struct nginx_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++)
		fault_free(&faults->items[i]);
	free(faults->items);
	*faults = (struct nginx_faults){ 0 };
}

const char *nginx_fault_id(const struct nginx_fault *fault)
{
	return fault->kind->cause ? fault->kind->cause : fault->kind->id;
}
