/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/paste.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "diagnosis/paste_found.h"
#include "diagnosis/paste_index.h"

#define CHUNK (64 * 1024) /* bytes that are looked at together */
#define OVERLAP 4096 /* of them, that are looked at again with the next ones */
#define DECIDE 256 /* bytes that show the encoding */
#define MEANINGS_MOST 128
#define TEXT_KEPT 8192 /* bytes of the text that stay with the evidence */

/* ---- The table of meanings ---- */

const struct meaning_row *paste_meaning_at(size_t index)
{
	return index < diagnosis_meanings_count ? &diagnosis_meanings[index] : NULL;
}

const struct meaning_row *paste_meaning(const char *id)
{
	for (size_t i = 0; i < diagnosis_meanings_count; i++)
		if (!strcmp(diagnosis_meanings[i].id, id))
			return &diagnosis_meanings[i];
	return NULL;
}

/* The share behind the name in "cause 0.75", whatever the locale's decimal point. */
static double weight_of(const char *entry)
{
	double value = 0, place = 1;
	const char *c = strchr(entry, ' ');

	if (!c)
		return 0;
	c += strspn(c, " ");
	for (; *c >= '0' && *c <= '9'; c++)
		value = value * 10 + (*c - '0');
	if (*c == '.')
		for (c++; *c >= '0' && *c <= '9'; c++)
			value += (*c - '0') * (place /= 10);
	return value <= 1 ? value : 0;
}

double paste_points_to(const char *meaning, const char *cause)
{
	const struct meaning_row *row = paste_meaning(meaning);
	size_t length = strlen(cause);

	for (const char *const *entry = row ? row->causes : NULL; entry && *entry; entry++)
		if (!strncmp(*entry, cause, length) && (*entry)[length] == ' ')
			return weight_of(*entry);
	return 0;
}

/* ---- Reading ---- */

/* What one meaning has gathered. */
struct gathered {
	const struct meaning_row *meaning;
	const char *producer;
	double rank; /* highest so far, and of which message the rest speaks */
	uint64_t order; /* how many hits came before it */
	uint64_t line;
	uint64_t count;
	char *excerpt;
};

struct paste_reader {
	enum paste_encoding encoding;
	struct paste_utf16 utf16;
	struct buffer start; /* until the encoding is clear */
	struct buffer text; /* UTF-8 not yet looked at */
	bool cut; /* something was looked at already: the text isn't whole */
	struct gathered items[MEANINGS_MOST];
	size_t count;
	uint64_t order;
	uint64_t lines; /* newlines before `text` */
	uint64_t last_cause; /* order of the first hit behind the last "Caused by" */
	struct paste_found found;
	double found_rank; /* of the message beside which it was found */
};

struct paste_reader *paste_open(void)
{
	struct paste_reader *reader = memory_new(1, sizeof(*reader));

	reader->utf16.half = -1;
	reader->found.port = -1;
	reader->found.alert = -1;
	return reader;
}

/* LENGTH of BYTES without a terminal's colours: ESC [ ... letter. */
static void add_without_colours(struct buffer *out, const char *bytes, size_t length)
{
	for (size_t at = 0; at < length; at++) {
		if (bytes[at] != 0x1b || at + 1 == length || bytes[at + 1] != '[') {
			buffer_add(out, bytes + at, 1);
			continue;
		}
		at += 2;
		while (at < length && bytes[at] >= 0x20 && bytes[at] < 0x40)
			at++;
	}
}

static char *excerpt_of(const struct paste_reader *reader, const struct paste_text *text, size_t at)
{
	const char *bytes = reader->text.bytes;
	size_t middle = text->source[at], start = middle, end = middle;
	struct buffer shown = { 0 };
	char *excerpt;

	while (start > 0 && bytes[start - 1] != '\n' && middle - start < 60)
		start--;
	while (start < middle && ((unsigned char)bytes[start] & 0xc0) == 0x80)
		start++;
	while (end < reader->text.length && bytes[end] != '\n' && end - start < PASTE_EXCERPT_MOST)
		end++;
	add_without_colours(&shown, bytes + start, end - start);
	excerpt = text_clean(shown.bytes, shown.length, TEXT_ONE_LINE, PASTE_EXCERPT_MOST);
	buffer_free(&shown);
	return excerpt;
}

static uint64_t line_of(const struct paste_reader *reader, size_t source)
{
	uint64_t line = reader->lines + 1;

	for (size_t i = 0; i < source && i < reader->text.length; i++)
		line += reader->text.bytes[i] == '\n';
	return line;
}

static struct gathered *gathered_of(struct paste_reader *reader, const struct meaning_row *meaning)
{
	for (size_t i = 0; i < reader->count; i++)
		if (reader->items[i].meaning == meaning)
			return &reader->items[i];
	if (reader->count == MEANINGS_MOST)
		return NULL;
	reader->items[reader->count] = (struct gathered){ .meaning = meaning, .rank = -1 };
	return &reader->items[reader->count++];
}

static void gather(
	struct paste_reader *reader, const struct paste_text *text, const struct paste_hit *hit)
{
	struct gathered *item = gathered_of(reader, hit->meaning);

	if (!item)
		return;
	item->count++;
	reader->order++;
	if (hit->rank <= item->rank)
		return;
	free(item->excerpt);
	item->excerpt = excerpt_of(reader, text, hit->at);
	item->line = line_of(reader, text->source[hit->at]);
	item->rank = hit->rank;
	item->producer = hit->row->producer;
	item->order = reader->order;
}

/* What stands beside the most telling message counts. */
static void look_beside(
	struct paste_reader *reader, const struct paste_text *text, const struct paste_hits *hits)
{
	const struct paste_hit *best = NULL;
	struct paste_found found = { .port = -1, .alert = -1 };

	for (size_t i = 0; i < hits->count; i++)
		if (!best || hits->items[i].rank > best->rank)
			best = &hits->items[i];
	if (!best || best->rank <= reader->found_rank)
		return;
	paste_found_look(text, best->at, &found);
	found.alert = reader->found.alert >= 0 ? reader->found.alert : hits->alert;
	if (reader->found_rank > 0 && !found.host && reader->found.host) {
		found.host = reader->found.host;
		found.port = reader->found.port;
		reader->found.host = NULL;
	}
	paste_found_free(&reader->found);
	reader->found = found;
	reader->found_rank = best->rank;
}

/* Looks at all that is there; what begins in the last KEEP bytes is left for the next time. */
static void look(struct paste_reader *reader, size_t keep)
{
	struct paste_hits hits = { .alert = -1 };
	struct paste_text text;
	size_t until, limit = reader->text.length - keep;
	bool whole = !reader->cut && !keep;

	paste_text_make(reader->text.bytes, reader->text.length, &text);
	for (until = text.length; until > 0 && text.source[until - 1] >= limit; until--)
		;
	paste_index_find(&text, until, whole, &hits);
	for (size_t i = 0; i < hits.count; i++)
		gather(reader, &text, &hits.items[i]);
	look_beside(reader, &text, &hits);
	if (reader->found.alert < 0)
		reader->found.alert = hits.alert;
	free(hits.items);
	paste_text_free(&text);
	reader->lines = line_of(reader, limit) - 1;
	memmove(reader->text.bytes, reader->text.bytes + limit, keep);
	reader->text.length = keep;
	reader->cut = true;
}

/* How many bytes at the end to look at again: from the start of a line when there is one. */
static size_t overlap(const struct paste_reader *reader)
{
	size_t keep = OVERLAP;

	while (keep > OVERLAP / 2 && reader->text.bytes[reader->text.length - keep - 1] != '\n')
		keep--;
	while (keep < OVERLAP &&
		((unsigned char)reader->text.bytes[reader->text.length - keep] & 0xc0) == 0x80)
		keep++;
	return keep;
}

static void take_text(struct paste_reader *reader, const char *bytes, size_t length)
{
	while (length) {
		size_t room = CHUNK - reader->text.length;
		size_t now = length < room ? length : room;

		buffer_add(&reader->text, bytes, now);
		bytes += now;
		length -= now;
		if (reader->text.length == CHUNK)
			look(reader, overlap(reader));
	}
}

static void take_decoded(struct paste_reader *reader, const unsigned char *bytes, size_t length)
{
	struct buffer text = { 0 };

	if (reader->encoding == PASTE_UTF8) {
		take_text(reader, (const char *)bytes, length);
		return;
	}
	reader->utf16.big_endian = reader->encoding == PASTE_UTF16_BE;
	while (length) {
		size_t now = length < CHUNK ? length : CHUNK;

		paste_utf16_add(&reader->utf16, bytes, now, &text);
		if (text.length)
			take_text(reader, text.bytes, text.length);
		text.length = 0;
		bytes += now;
		length -= now;
	}
	buffer_free(&text);
}

static void decide(struct paste_reader *reader)
{
	reader->encoding = paste_encoding_of(
		(const unsigned char *)reader->start.bytes, reader->start.length);
	take_decoded(reader, (const unsigned char *)reader->start.bytes, reader->start.length);
	buffer_free(&reader->start);
}

void paste_feed(struct paste_reader *reader, const void *bytes, size_t length)
{
	const unsigned char *next = bytes;

	if (reader->encoding == PASTE_UNDECIDED) {
		size_t room = DECIDE - reader->start.length;
		size_t now = length < room ? length : room;

		buffer_add(&reader->start, next, now);
		next += now;
		length -= now;
		if (reader->start.length == DECIDE)
			decide(reader);
	}
	if (length)
		take_decoded(reader, next, length);
}

/* ---- Judging ---- */

/* Earlier messages count a little more: later ones are often only consequences. */
static double score_of(const struct paste_reader *reader, const struct gathered *item)
{
	double place = reader->order ? (double)item->order / (double)reader->order : 0;

	return item->rank - 0.04 * place;
}

static void add_message(const struct paste_reader *reader, struct gathered *item, struct paste *ret)
{
	double score = score_of(reader, item);
	size_t at = ret->message_count;

	if (at == PASTE_MESSAGES_MOST) {
		if (ret->messages[at - 1].score >= score)
			return;
		free(ret->messages[--at].excerpt);
	} else {
		ret->message_count++;
	}
	for (; at > 0 && ret->messages[at - 1].score < score; at--)
		ret->messages[at] = ret->messages[at - 1];
	ret->messages[at] = (struct paste_message){
		.meaning = item->meaning->id,
		.producer = item->producer,
		.excerpt = memory_text(item->excerpt),
		.line = item->line,
		.count = item->count,
		.score = score < 0 ? 0 : score,
	};
}

static void add_cause(
	struct paste *ret, const char *entry, const struct paste_message *message, double share)
{
	double confidence = weight_of(entry) * share;
	size_t length = strcspn(entry, " ");
	const char *id = NULL;
	size_t at = ret->cause_count;

	for (size_t i = 0; diagnosis_rule_at(i); i++)
		if (!strncmp(diagnosis_rule_at(i)->id, entry, length) &&
			!diagnosis_rule_at(i)->id[length])
			id = diagnosis_rule_at(i)->id;
	if (!id || confidence < 0.02)
		return;
	for (size_t i = 0; i < ret->cause_count; i++)
		if (ret->causes[i].id == id)
			return; /* the more telling message said it already */
	if (at == PASTE_CAUSES_MOST) {
		if (ret->causes[--at].confidence >= confidence)
			return;
	} else {
		ret->cause_count++;
	}
	for (; at > 0 && ret->causes[at - 1].confidence < confidence; at--)
		ret->causes[at] = ret->causes[at - 1];
	ret->causes[at] = (struct paste_cause){ .id = id,
		.producer = message->producer,
		.meaning = message->meaning,
		.confidence = confidence };
}

/* How much of its weight a further message still has beside the most telling one. */
static double share_of(const struct paste *paste, const struct paste_message *message)
{
	double behind = paste->messages[0].score - message->score;

	if (message == &paste->messages[0])
		return 1;
	return behind > 0.3 ? 0 : 0.55 - behind;
}

static void weigh_causes(struct paste *ret)
{
	for (size_t i = 0; i < ret->message_count; i++) {
		const struct paste_message *message = &ret->messages[i];
		const struct meaning_row *meaning = paste_meaning(message->meaning);

		for (const char *const *entry = meaning->causes; *entry; entry++)
			add_cause(ret, *entry, message, share_of(ret, message));
	}
}

void paste_close(struct paste_reader *reader, struct paste *ret)
{
	*ret = (struct paste){ 0 };
	if (reader->encoding == PASTE_UNDECIDED)
		decide(reader);
	if (reader->text.length)
		look(reader, 0);
	for (size_t i = 0; i < reader->count; i++) {
		add_message(reader, &reader->items[i], ret);
		free(reader->items[i].excerpt);
	}
	weigh_causes(ret);
	ret->found = reader->found;
	ret->lines = reader->lines + 1;
	buffer_free(&reader->start);
	buffer_free(&reader->text);
	free(reader);
}

void paste_read(const void *bytes, size_t length, struct paste *ret)
{
	struct paste_reader *reader = paste_open();

	paste_feed(reader, bytes, length);
	paste_close(reader, ret);
}

void paste_free(struct paste *paste)
{
	for (size_t i = 0; i < paste->message_count; i++)
		free(paste->messages[i].excerpt);
	paste_found_free(&paste->found);
	*paste = (struct paste){ 0 };
}

/* ---- As evidence ---- */

void paste_to_evidence(const void *bytes, size_t length, struct evidence *evidence)
{
	struct evidence fresh;
	struct seen_paste *seen = &fresh.paste;
	struct paste paste;

	evidence_init(&fresh);
	paste_read(bytes, length, &paste);
	if (paste.message_count) {
		seen->text = text_clean(bytes, length, TEXT_LINES, TEXT_KEPT);
		seen->meanings = memory_new(paste.message_count, sizeof(*seen->meanings));
		for (size_t i = 0; i < paste.message_count; i++)
			seen->meanings[seen->meaning_count++] = memory_text(
				paste.messages[i].meaning);
		seen->producer = memory_text(paste.messages[0].producer);
		seen->host = memory_text(paste.found.host);
		seen->port = paste.found.port;
		seen->alert = paste.found.alert;
		evidence_part_status(&fresh, PART_PASTE, PART_SEEN, NULL, NULL);
	}
	evidence_take_part(evidence, &fresh, PART_PASTE);
	evidence_free(&fresh);
	paste_free(&paste);
}
