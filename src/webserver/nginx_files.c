/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_files.h"

#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/memory.h"

#define FOUND_MOST 2000 /* files that one pattern leads to */
#define SECTIONS_MOST 5000

/* ---- The disk ---- */

/* A pipe or a device would keep us waiting for ever. */
static int read_plain(void *context, const char *path, size_t limit, struct buffer *ret)
{
	struct stat status;

	(void)context;
	if (stat(path, &status) < 0)
		return errno;
	if (S_ISDIR(status.st_mode))
		return EISDIR;
	if (!S_ISREG(status.st_mode))
		return EINVAL;
	return file_read(path, limit, ret);
}

static char **find_plain(void *context, const char *pattern, size_t *ret_count)
{
	char **paths = NULL;
	glob_t found;

	(void)context;
	*ret_count = 0;
	if (glob(pattern, 0, NULL, &found))
		return NULL;
	paths = memory_new(found.gl_pathc + 1, sizeof(char *));
	for (size_t i = 0; i < found.gl_pathc && i < FOUND_MOST; i++)
		paths[(*ret_count)++] = memory_text(found.gl_pathv[i]);
	globfree(&found);
	return paths;
}

const struct nginx_files nginx_files_of_system = { .read = read_plain, .find = find_plain };

/* ---- nginx -T ---- */

static const char mark[] = "# configuration file ";

static int read_section(void *context, const char *path, size_t limit, struct buffer *ret)
{
	const struct nginx_dump *dump = context;

	for (size_t i = 0; i < dump->count; i++) {
		if (strcmp(dump->sections[i].path, path) != 0)
			continue;
		if (dump->sections[i].length > limit)
			return EFBIG;
		buffer_add(ret, dump->sections[i].text, dump->sections[i].length);
		return 0;
	}
	return ENOENT;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **find_sections(void *context, const char *pattern, size_t *ret_count)
{
	const struct nginx_dump *dump = context;
	char **paths = memory_new(dump->count, sizeof(char *));

	*ret_count = 0;
	for (size_t i = 0; i < dump->count; i++)
		if (!fnmatch(pattern, dump->sections[i].path, FNM_PATHNAME))
			paths[(*ret_count)++] = memory_text(dump->sections[i].path);
	qsort(paths, *ret_count, sizeof(char *), by_name);
	return paths;
}

/* The path in a line "# configuration file PATH:" of LENGTH bytes, or NULL. The caller frees it. */
static char *marked_path(const char *line, size_t length)
{
	size_t lead = sizeof(mark) - 1;

	if (length && line[length - 1] == '\r')
		length--;
	if (length <= lead + 1 || memcmp(line, mark, lead) != 0 || line[length - 1] != ':' ||
		line[lead] != '/')
		return NULL;
	return memory_text_n(line + lead, length - lead - 1);
}

/* Before the first mark only nginx itself has spoken. */
static bool is_chatter(const char *line, size_t length)
{
	return !length || (length == 1 && *line == '\r') ||
	       (length > 6 && !memcmp(line, "nginx:", 6)) ||
	       memmem(line, length, "[warn]", 6) != NULL;
}

static void add_section(struct nginx_dump *dump, char *path, const char *text)
{
	size_t count = dump->count;

	if ((count & (count - 1)) == 0)
		dump->sections = memory_resize(
			dump->sections, count ? 2 * count : 1, sizeof(*dump->sections));
	dump->sections[dump->count++] = (struct nginx_section){ .path = path, .text = text };
}

bool nginx_dump_begin(const char *text, size_t length, struct nginx_dump *ret)
{
	*ret = (struct nginx_dump){
		.files = { .context = ret, .read = read_section, .find = find_sections },
	};
	for (size_t at = 0; at < length && ret->count < SECTIONS_MOST;) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t next = end ? (size_t)(end - text) + 1 : length;
		size_t line = (end ? next - 1 : length) - at;
		char *path = marked_path(text + at, line);

		if (path) {
			add_section(ret, path, text + next);
		} else if (ret->count) {
			struct nginx_section *section = &ret->sections[ret->count - 1];

			section->length = (size_t)(text + next - section->text);
		} else if (!is_chatter(text + at, line)) {
			return false;
		}
		at = next;
	}
	return ret->count > 0;
}

void nginx_dump_end(struct nginx_dump *dump)
{
	for (size_t i = 0; i < dump->count; i++)
		free(dump->sections[i].path);
	free(dump->sections);
	*dump = (struct nginx_dump){ 0 };
}
