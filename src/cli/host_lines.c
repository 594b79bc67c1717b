/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/host_lines.h"

#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/targets.h"

#define LIST_MOST (64u << 20) /* bytes */
#define LINE_MOST 4096
#define BLANKS " \t\r\v\f"

/* ---- The file ---- */

int host_lines_open(const char *path, struct host_lines *ret)
{
	struct buffer file;
	int error = file_read(path, LIST_MOST, &file);

	*ret = (struct host_lines){ 0 };
	if (error)
		return error;
	for (size_t i = 0; i < file.length; i++)
		if (!file.bytes[i])
			file.bytes[i] = '\1'; /* no address has it either, and it ends no text */
	ret->text = buffer_take(&file);
	ret->at = ret->text;
	return 0;
}

void host_lines_close(struct host_lines *lines)
{
	free(lines->text);
	*lines = (struct host_lines){ 0 };
}

/* ---- One line ---- */

/* Takes the word that begins at *AT, out of its quotes, and moves behind it. false: a quote isn't closed. */
static bool take_word(char **at, char **ret)
{
	char *from = *at, *to = *at, quote = 0;

	*ret = to;
	for (; *from && (quote || !strchr(BLANKS, *from)); from++) {
		if (quote ? *from == quote : *from == '"' || *from == '\'')
			quote = quote ? 0 : *from;
		else
			*to++ = *from;
	}
	*at = *from ? from + 1 : from;
	*to = '\0';
	return !quote;
}

int host_line_split(char *line, char **words)
{
	int count = 0;

	for (;;) {
		line += strspn(line, BLANKS);
		if (!*line || *line == '#')
			return count;
		if (count == HOST_WORDS_MOST || !take_word(&line, &words[count]))
			return -1;
		count++;
	}
}

/* WORDS with options among them, for what INVOCATION says of all. NULL, or what is wrong. */
static char *settle_with_options(
	const struct invocation *invocation, char **words, int count, struct settings *ret)
{
	struct invocation line;
	char *wrong;

	invocation_init(&line);
	line.language = invocation->language;
	settings_free(&line.settings);
	settings_copy(&line.settings, &invocation->settings);
	line.starttls = invocation->starttls;
	line.starttls_given = invocation->starttls_given;
	line.proxy_given = invocation->proxy_given;
	wrong = options_read_line(words, count, &line);
	if (!wrong && line.word_count != 1)
		wrong = memory_text(tr(invocation->language,
			N_("A line needs one address, and its options behind it.")));
	if (!wrong)
		wrong = target_settle(&line, line.words[0], ret);
	free(line.words);
	invocation_free(&line);
	return wrong;
}

static char *settle(
	const struct invocation *invocation, char **words, int count, struct settings *ret)
{
	if (count < 0)
		return memory_text(tr(invocation->language,
			N_("A quotation mark is not closed, or the line has too many words.")));
	if (count == 1 && words[0][0] != '-')
		return target_settle(invocation, words[0], ret);
	return settle_with_options(invocation, words, count, ret);
}

/* ---- All lines ---- */

/* Takes the next line off LINES; NULL after the last. */
static char *take_line(struct host_lines *lines)
{
	char *line = lines->at;
	char *end;

	if (!line || !*line)
		return NULL;
	lines->number++;
	end = line + strcspn(line, "\n");
	lines->at = *end ? end + 1 : end;
	*end = '\0';
	if (lines->number == 1 && !strncmp(line, "\xef\xbb\xbf", 3))
		line += 3; /* what some editors begin a file with */
	return line;
}

bool host_lines_next(struct host_lines *lines, const struct invocation *invocation,
	struct settings *ret, char **ret_wrong)
{
	char *words[HOST_WORDS_MOST];
	char *line;
	int count;

	*ret_wrong = NULL;
	while ((line = take_line(lines))) {
		if (strlen(line) > LINE_MOST) {
			*ret_wrong = memory_text(
				tr(invocation->language, N_("The line is too long.")));
			return true;
		}
		count = host_line_split(line, words);
		if (!count)
			continue;
		*ret_wrong = settle(invocation, words, count, ret);
		return true;
	}
	return false;
}
