/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "webserver/nginx_conf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "webserver/nginx_files.h"
#include "webserver/nginx_lex.h"

#define BYTES_MOST ((size_t)8 << 20)
#define DIRECTIVES_MOST 200000
#define DIRECTIVES_KEPT 20000 /* of them, for the file that includes others */
#define BLOCKS_MOST 64
#define INCLUDES_MOST 32
#define PROBLEMS_MOST 1000

/* One file that is being read, and the files that include it. */
struct reading {
	struct nginx_conf *conf;
	struct nginx_lex lex;
	const char *file;
	const struct reading *outer;
	int depth;
	bool cut; /* it was said that the rest isn't read */
};

static void add_problem(struct nginx_conf *conf, enum nginx_problem_kind kind, const char *file,
	int line, const char *detail, int sys_errno)
{
	if (conf->problem_count >= PROBLEMS_MOST)
		return;
	conf->problems = memory_resize(
		conf->problems, conf->problem_count + 1, sizeof(*conf->problems));
	conf->problems[conf->problem_count++] = (struct nginx_problem){
		.kind = kind,
		.file = file,
		.line = line,
		.detail = memory_text(detail ? detail : ""),
		.sys_errno = sys_errno,
	};
}

static const char *add_file(struct nginx_conf *conf, const char *file)
{
	for (size_t i = 0; i < conf->file_count; i++)
		if (!strcmp(conf->files[i], file))
			return conf->files[i];
	conf->files = memory_resize(conf->files, conf->file_count + 1, sizeof(*conf->files));
	conf->files[conf->file_count] = memory_text(file);
	return conf->files[conf->file_count++];
}

/* ---- Directives ---- */

static void directive_free(struct nginx_directive *directive)
{
	if (!directive)
		return;
	for (size_t i = 0; i < directive->child_count; i++)
		directive_free(directive->children[i]);
	for (size_t i = 0; i < directive->word_count; i++)
		free(directive->words[i]);
	free(directive->children);
	free(directive->words);
	free(directive->word_lines);
	free(directive->name);
	free(directive);
}

/* Both lists grow by doubling: their lengths come from the file. */
static bool is_full(size_t count)
{
	return (count & (count - 1)) == 0;
}

static void add_word(struct nginx_directive *directive, const char *word, int line)
{
	size_t count = directive->word_count;

	if (is_full(count)) {
		size_t room = count ? 2 * count : 1;

		directive->words = memory_resize(directive->words, room, sizeof(char *));
		directive->word_lines = memory_resize(directive->word_lines, room, sizeof(int));
	}
	directive->words[count] = memory_text(word);
	directive->word_lines[count] = line;
	directive->word_count++;
}

static void add_child(struct nginx_directive *block, struct nginx_directive *child)
{
	size_t count = block->child_count;

	if (is_full(count))
		block->children = memory_resize(
			block->children, count ? 2 * count : 1, sizeof(*block->children));
	block->children[block->child_count++] = child;
	child->parent = block;
}

static struct nginx_directive *new_directive(struct reading *reading)
{
	struct nginx_directive *directive = memory_new(1, sizeof(*directive));

	directive->name = memory_text(reading->lex.word.bytes);
	directive->file = reading->file;
	directive->line = reading->lex.token_line;
	return directive;
}

/* ---- A ";" that was forgotten ---- */

/* Those of which every one takes a single value, and whose neighbours people set line by line. */
static bool takes_one_value(const char *name)
{
	static const char *const names[] = { "proxy_pass", "grpc_pass", "uwsgi_pass",
		"proxy_http_version", "ssl_certificate", "ssl_certificate_key", "ssl_stapling",
		"ssl_stapling_verify", "ssl_trusted_certificate", "ssl_client_certificate",
		"ssl_verify_client", "ssl_verify_depth", "ssl_ciphers", "ssl_ecdh_curve",
		"ssl_dhparam", "ssl_prefer_server_ciphers", "ssl_session_timeout",
		"ssl_session_tickets", "ssl_preread", "proxy_ssl", "root", "index" };
	static const char *const prefixes[] = { "proxy_ssl_", "grpc_ssl_", "uwsgi_ssl_" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (text_starts(name, prefixes[i]))
			return strcmp(name + strlen(prefixes[i]), "protocols") != 0 &&
			       strcmp(name + strlen(prefixes[i]), "conf_command") != 0;
	return false;
}

/* Where the next directive begins among the words of DIRECTIVE, or 0: the second word of one that takes a
 * single value, on a further line. */
static size_t forgotten_end(const struct nginx_directive *directive)
{
	if (directive->word_count < 2 || !takes_one_value(directive->name) ||
		directive->word_lines[1] == directive->line)
		return 0;
	return 1;
}

/* Splits DIRECTIVE at the word FROM. Returns the second half. */
static struct nginx_directive *split(struct nginx_directive *directive, size_t from)
{
	struct nginx_directive *rest = memory_new(1, sizeof(*rest));

	rest->name = directive->words[from];
	rest->file = directive->file;
	rest->line = directive->word_lines[from];
	for (size_t i = from + 1; i < directive->word_count; i++) {
		add_word(rest, directive->words[i], directive->word_lines[i]);
		free(directive->words[i]);
	}
	directive->word_count = from;
	return rest;
}

/* ---- Blocks ---- */

static void read_block(struct reading *reading, struct nginx_directive *block, int depth);
static void include(struct reading *reading, struct nginx_directive *block,
	const struct nginx_directive *directive, int depth);

/* The words up to ";", "{" or what must not be there. */
static enum nginx_token read_words(struct reading *reading, struct nginx_directive *directive)
{
	for (;;) {
		enum nginx_token token = nginx_lex_next(&reading->lex);

		if (token == NGINX_BAD_QUOTE)
			add_problem(reading->conf, NGINX_PROBLEM_QUOTE, reading->file,
				reading->lex.token_line, reading->lex.word.bytes, 0);
		else if (token == NGINX_BAD_LENGTH)
			add_problem(reading->conf, NGINX_PROBLEM_LENGTH, reading->file,
				reading->lex.token_line, directive->name, 0);
		else if (token != NGINX_WORD)
			return token;
		add_word(directive, reading->lex.word.bytes, reading->lex.token_line);
	}
}

static bool is_lua(const char *name)
{
	size_t length = strlen(name);

	return length > 10 && !strcmp(name + length - 10, "_lua_block");
}

static void enter(struct reading *reading, struct nginx_directive *directive, int depth)
{
	int line = directive->line;

	directive->block = true;
	directive->lua = is_lua(directive->name);
	if (directive->lua) {
		add_problem(
			reading->conf, NGINX_PROBLEM_LUA, reading->file, line, directive->name, 0);
		if (!nginx_lex_skip_lua(&reading->lex))
			add_problem(reading->conf, NGINX_PROBLEM_OPEN, reading->file, line,
				directive->name, 0);
		return;
	}
	if (depth >= BLOCKS_MOST) {
		add_problem(
			reading->conf, NGINX_PROBLEM_DEEP, reading->file, line, directive->name, 0);
		nginx_lex_skip_lua(&reading->lex);
		return;
	}
	read_block(reading, directive, depth + 1);
}

static void take_in(struct reading *reading, struct nginx_directive *block,
	struct nginx_directive *directive, int depth)
{
	size_t from = forgotten_end(directive);

	if (from) {
		struct nginx_directive *rest = split(directive, from);

		add_problem(reading->conf, NGINX_PROBLEM_END, reading->file, directive->line,
			directive->name, 0);
		add_child(block, directive);
		take_in(reading, block, rest, depth);
		return;
	}
	if (!strcmp(directive->name, "include") && directive->word_count) {
		include(reading, block, directive, depth);
		directive_free(directive);
		return;
	}
	add_child(block, directive);
}

/* One directive whose name has just been read. false when the block ends with it. */
static bool read_directive(struct reading *reading, struct nginx_directive *block, int depth)
{
	struct nginx_directive *directive = new_directive(reading);
	enum nginx_token token = read_words(reading, directive);
	struct nginx_conf *conf = reading->conf;

	if (conf->directives_left)
		conf->directives_left--;
	if (token == NGINX_OPEN) {
		/* "ssl_ciphers X" without ";" before "location / {" */
		size_t from = forgotten_end(directive);

		while (from) {
			struct nginx_directive *rest = split(directive, from);

			add_problem(conf, NGINX_PROBLEM_END, reading->file, directive->line,
				directive->name, 0);
			add_child(block, directive);
			directive = rest;
			from = forgotten_end(directive);
		}
		add_child(block, directive);
		enter(reading, directive, depth);
		return true;
	}
	if (token != NGINX_END)
		add_problem(conf, NGINX_PROBLEM_END, reading->file, directive->line,
			directive->name, 0);
	take_in(reading, block, directive, depth);
	return token == NGINX_END;
}

/* Up to the "}" that closes BLOCK, or the end of the file. */
static void read_block(struct reading *reading, struct nginx_directive *block, int depth)
{
	struct nginx_conf *conf = reading->conf;
	bool whole_file = depth == reading->depth;

	while (conf->directives_left) {
		enum nginx_token token = nginx_lex_next(&reading->lex);
		int line = reading->lex.token_line;

		if (token == NGINX_EOF) {
			if (!whole_file)
				add_problem(conf, NGINX_PROBLEM_OPEN, block->file, block->line,
					block->name, 0);
			return;
		}
		if (token == NGINX_CLOSE) {
			if (!whole_file)
				return;
			add_problem(conf, NGINX_PROBLEM_BRACE, reading->file, line, "}", 0);
		} else if (token == NGINX_OPEN || token == NGINX_END) {
			add_problem(conf, NGINX_PROBLEM_EMPTY, reading->file, line,
				token == NGINX_OPEN ? "{" : ";", 0);
			if (token == NGINX_OPEN)
				nginx_lex_skip_lua(&reading->lex);
		} else if (!read_directive(reading, block, depth) && !whole_file) {
			return; /* "}" stood where ";" should */
		}
	}
	if (!reading->cut)
		add_problem(conf, NGINX_PROBLEM_LARGE, reading->file, reading->lex.line,
			reading->file, 0);
	reading->cut = true;
}

static void read_text(struct nginx_conf *conf, struct nginx_directive *block, const char *file,
	const char *text, size_t length, const struct reading *outer, int depth)
{
	struct reading reading = {
		.conf = conf,
		.file = add_file(conf, file),
		.outer = outer,
		.depth = depth,
	};

	nginx_lex_begin(&reading.lex, text, length);
	read_block(&reading, block, depth);
	nginx_lex_free(&reading.lex);
}

/* ---- Includes ---- */

static bool is_open(const struct reading *reading, const char *path)
{
	for (; reading; reading = reading->outer)
		if (!strcmp(reading->file, path))
			return true;
	return false;
}

static int includes_of(const struct reading *reading)
{
	int count = 0;

	for (; reading; reading = reading->outer)
		count++;
	return count;
}

static void include_file(struct reading *reading, struct nginx_directive *block,
	const struct nginx_directive *directive, const char *path, int depth)
{
	struct nginx_conf *conf = reading->conf;
	/* Half of what is left: so there is always something for what comes behind it. */
	size_t bytes = conf->bytes_left / 2;
	size_t directives = conf->directives_left > DIRECTIVES_KEPT
				    ? (conf->directives_left - DIRECTIVES_KEPT) / 2
				    : 0;
	size_t kept = conf->directives_left - directives;
	struct buffer text = { 0 };
	enum nginx_problem_kind kind = NGINX_PROBLEM_UNREADABLE;
	int error;

	if (is_open(reading, path)) {
		add_problem(conf, NGINX_PROBLEM_CYCLE, reading->file, directive->line, path, 0);
		return;
	}
	if (includes_of(reading) > INCLUDES_MOST) {
		add_problem(conf, NGINX_PROBLEM_DEEP, reading->file, directive->line, path, 0);
		return;
	}
	error = bytes && directives ? conf->from->read(conf->from->context, path, bytes, &text)
				    : EFBIG;
	if (error == EFBIG)
		kind = NGINX_PROBLEM_LARGE;
	else if (error == ENOENT)
		kind = NGINX_PROBLEM_MISSING;
	if (error) {
		add_problem(conf, kind, reading->file, directive->line, path, error);
	} else {
		/* Also a file of nothing costs something: includes of includes must come to an end. */
		size_t cost = text.length + 256;

		conf->bytes_left -= cost < conf->bytes_left ? cost : conf->bytes_left;
		conf->directives_left = directives;
		read_text(conf, block, path, text.bytes ? text.bytes : "", text.length, reading,
			depth);
		conf->directives_left += kept;
	}
	buffer_free(&text);
}

static void include(struct reading *reading, struct nginx_directive *block,
	const struct nginx_directive *directive, int depth)
{
	struct nginx_conf *conf = reading->conf;
	char *path = nginx_conf_path(conf, directive->words[0]);

	if (!conf->from) {
		add_problem(
			conf, NGINX_PROBLEM_UNREADABLE, reading->file, directive->line, path, 0);
	} else if (strpbrk(path, "*?[")) {
		size_t count = 0;
		char **paths = conf->from->find(conf->from->context, path, &count);

		for (size_t i = 0; i < count; i++) {
			include_file(reading, block, directive, paths[i], depth);
			free(paths[i]);
		}
		free(paths);
	} else {
		include_file(reading, block, directive, path, depth);
	}
	free(path);
}

char *nginx_conf_path(const struct nginx_conf *conf, const char *path)
{
	if (path[0] == '/' || !conf->prefix[0])
		return memory_text(path);
	return memory_format("%s/%s", conf->prefix, path);
}

/* ---- The whole ---- */

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_text("");
	return memory_text_n(path, slash == path ? 1 : (size_t)(slash - path));
}

static bool has_main_file(const char *folder)
{
	char *path = memory_format("%s/nginx.conf", folder);
	bool there = !access(path, F_OK);

	free(path);
	return there;
}

/* The folder that relative paths begin at: FILE's own, but for a part such as sites-enabled/default the one
 * above, where the main file is. */
static char *prefix_of(const char *file, const struct nginx_files *files)
{
	char *folder = folder_of(file), *above;

	if (files != &nginx_files_of_system || !folder[0] || has_main_file(folder))
		return folder;
	above = folder_of(folder);
	if (above[0] && has_main_file(above)) {
		free(folder);
		return above;
	}
	free(above);
	return folder;
}

static void begin(const char *file, const struct nginx_files *files, struct nginx_conf *ret)
{
	*ret = (struct nginx_conf){
		.root = memory_new(1, sizeof(*ret->root)),
		.prefix = prefix_of(file, files),
		.bytes_left = BYTES_MOST,
		.directives_left = DIRECTIVES_MOST,
		.from = files,
	};
	ret->root->name = memory_text("");
	ret->root->block = true;
	ret->root->file = add_file(ret, file);
	ret->root->line = 1;
}

/* Whether something stands at the top that belongs into another block: a part was given. */
static bool is_snippet(const struct nginx_directive *root)
{
	static const char *const inner[] = { "server", "upstream", "location", "map", "proxy_pass",
		"grpc_pass", "ssl_certificate", "proxy_ssl_server_name" };

	for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++)
		if (nginx_child(root, inner[i], 0))
			return true;
	return false;
}

void nginx_conf_parse(const char *file, const char *text, size_t length,
	const struct nginx_files *files, struct nginx_conf *ret)
{
	struct nginx_dump dump;

	if (nginx_dump_begin(text, length, &dump)) {
		begin(dump.sections[0].path, &dump.files, ret);
		ret->dump = true;
		read_text(ret, ret->root, dump.sections[0].path, dump.sections[0].text,
			dump.sections[0].length, NULL, 0);
		nginx_dump_end(&dump);
	} else {
		begin(file, files, ret);
		ret->bytes_left -= length < BYTES_MOST ? length : BYTES_MOST;
		read_text(ret, ret->root, file, text, length, NULL, 0);
	}
	ret->from = NULL;
	ret->snippet = is_snippet(ret->root);
}

int nginx_conf_read(const char *file, struct nginx_conf *ret)
{
	struct buffer text = { 0 };
	int error = file_read(file, BYTES_MOST, &text);

	if (!error)
		nginx_conf_parse(file, text.bytes ? text.bytes : "", text.length,
			&nginx_files_of_system, ret);
	else
		*ret = (struct nginx_conf){ 0 };
	buffer_free(&text);
	return error;
}

void nginx_conf_free(struct nginx_conf *conf)
{
	directive_free(conf->root);
	for (size_t i = 0; i < conf->file_count; i++)
		free(conf->files[i]);
	for (size_t i = 0; i < conf->problem_count; i++)
		free(conf->problems[i].detail);
	free(conf->files);
	free(conf->problems);
	free(conf->prefix);
	*conf = (struct nginx_conf){ 0 };
}

/* ---- Looking around ---- */

const struct nginx_directive *nginx_child(
	const struct nginx_directive *block, const char *name, size_t index)
{
	for (size_t i = 0; i < block->child_count; i++)
		if (!strcmp(block->children[i]->name, name) && !index--)
			return block->children[i];
	return NULL;
}

const struct nginx_directive *nginx_nearest(const struct nginx_directive *block, const char *name)
{
	for (; block; block = block->parent) {
		const struct nginx_directive *found = nginx_child(block, name, 0);

		if (found)
			return found;
	}
	return NULL;
}

const struct nginx_directive *nginx_within(
	const struct nginx_directive *directive, const char *name)
{
	for (directive = directive->parent; directive; directive = directive->parent)
		if (!strcmp(directive->name, name))
			return directive;
	return NULL;
}

const char *nginx_value(const struct nginx_directive *directive)
{
	return directive && directive->word_count ? directive->words[0] : NULL;
}

bool nginx_has_word(const struct nginx_directive *directive, const char *word)
{
	for (size_t i = 0; directive && i < directive->word_count; i++)
		if (!strcmp(directive->words[i], word))
			return true;
	return false;
}

/* Whether WORD needs quotes to be one word again. */
static bool needs_quotes(const char *word)
{
	return !*word || strpbrk(word, " \t\r\n;\"'") || (strchr(word, '{') && !strstr(word, "${"));
}

char *nginx_as_written(const struct nginx_directive *directive)
{
	struct buffer line = { 0 };

	buffer_add_text(&line, directive->name);
	for (size_t i = 0; i < directive->word_count; i++) {
		const char *word = directive->words[i];
		const char *quote = !needs_quotes(word) ? "" : strchr(word, '"') ? "'" : "\"";

		buffer_add_format(&line, " %s%s%s", quote, word, quote);
	}
	buffer_add_text(&line, directive->block ? " {" : ";");
	return buffer_take(&line);
}

void nginx_walk(const struct nginx_directive *directive,
	void (*visit)(void *context, const struct nginx_directive *directive), void *context)
{
	visit(context, directive);
	for (size_t i = 0; i < directive->child_count; i++)
		nginx_walk(directive->children[i], visit, context);
}
