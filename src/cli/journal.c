/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "evidence/records.h"

#define HEAD "{\"tlsdoctor-journal\":1}\n"
#define LINE_MOST (4u << 20)
#define CHUNK 65536

/* One finished target: where its line is, and what it was asked for as a number. */
struct entry {
	uint64_t key;
	off_t at;
	size_t length;
	bool given;
};

struct journal {
	int fd;
	struct entry *entries; /* by key, those of the same key in the order of the file */
	size_t count, room;
};

/* ---- Keys ---- */

/* FNV-1a over what was asked for, as JSON: its members always come in the same order. */
static uint64_t key_of(const json_t *settings)
{
	char *text = settings ? json_dumps(settings, JSON_COMPACT) : NULL;
	uint64_t hash = 14695981039346656037u;

	for (const char *at = text; at && *at; at++)
		hash = (hash ^ (unsigned char)*at) * 1099511628211u;
	free(text);
	return hash;
}

static uint64_t key_of_settings(const struct settings *settings)
{
	json_t *json = record_json(&settings_record, settings);
	uint64_t key = key_of(json);

	json_decref(json);
	return key;
}

/* ---- Reading ---- */

static void add_entry(struct journal *journal, off_t at, const char *line, size_t length)
{
	json_t *json = json_loadb(line, length, 0, NULL);
	const json_t *settings = json_object_get(json_object_get(json, "evidence"), "settings");

	if (settings) {
		if (journal->count == journal->room) {
			journal->room = journal->room ? 2 * journal->room : 64;
			journal->entries = memory_resize(
				journal->entries, journal->room, sizeof(*journal->entries));
		}
		journal->entries[journal->count++] = (struct entry){
			.key = key_of(settings),
			.at = at,
			.length = length,
		};
	}
	json_decref(json);
}

/* Takes the whole lines off the front of PENDING, which begins at *AT of the file. */
static void take_lines(struct journal *journal, struct buffer *pending, off_t *at)
{
	size_t from = 0;
	char *end;

	while ((end = memchr(pending->bytes + from, '\n', pending->length - from))) {
		size_t length = (size_t)(end - pending->bytes) - from;

		add_entry(journal, *at + (off_t)from, pending->bytes + from, length);
		from += length + 1;
	}
	*at += (off_t)from;
	pending->length -= from;
	memmove(pending->bytes, pending->bytes + from, pending->length);
}

/* Reads all lines; *RET_END is where the last whole one ends. 0, or an errno. */
static int read_lines(struct journal *journal, off_t *ret_end)
{
	struct buffer pending = { 0 };
	off_t at = *ret_end;
	char chunk[CHUNK];
	ssize_t got;
	int error = 0;

	while ((got = pread(journal->fd, chunk, sizeof(chunk), at + (off_t)pending.length)) > 0) {
		buffer_add(&pending, chunk, (size_t)got);
		take_lines(journal, &pending, &at);
		if (pending.length > LINE_MOST) {
			error = EEXIST; /* we never wrote such a line */
			break;
		}
	}
	if (got < 0)
		error = errno;
	*ret_end = at;
	buffer_free(&pending);
	return error;
}

static int by_key(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return (one->at > other->at) - (one->at < other->at);
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(fd, bytes, length);

		if (put < 0 && errno != EINTR)
			return errno;
		if (put > 0) {
			bytes += put;
			length -= (size_t)put;
		}
	}
	return 0;
}

/* A file that isn't ours is left alone, whatever it is: perhaps the list itself was named by mistake. */
static int read_or_begin(struct journal *journal)
{
	char head[sizeof(HEAD) - 1];
	ssize_t got = pread(journal->fd, head, sizeof(head), 0);
	off_t end = sizeof(head);
	int error;

	if (got < 0)
		return errno;
	if (memcmp(head, HEAD, (size_t)got) != 0)
		return EEXIST;
	if ((size_t)got < sizeof(head))
		return ftruncate(journal->fd, 0) < 0 ? errno
						     : write_all(journal->fd, HEAD, sizeof(head));
	error = read_lines(journal, &end);
	if (error)
		return error;
	/* What follows was torn; the next line must not be glued to it. */
	if (ftruncate(journal->fd, end) < 0)
		return errno;
	if (journal->count)
		qsort(journal->entries, journal->count, sizeof(*journal->entries), by_key);
	return 0;
}

static int open_file(struct journal *journal, const char *path)
{
	struct stat status;

	journal->fd = open(path,
		O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
	if (journal->fd < 0 || fstat(journal->fd, &status) < 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return EEXIST;
	if (flock(journal->fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? EBUSY : errno;
	return read_or_begin(journal);
}

static void free_journal(struct journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	free(journal->entries);
	free(journal);
}

struct journal *journal_open(const char *path, int *ret_errno)
{
	struct journal *journal = memory_new(1, sizeof(*journal));

	journal->fd = -1;
	*ret_errno = open_file(journal, path);
	if (!*ret_errno)
		return journal;
	free_journal(journal);
	return NULL;
}

size_t journal_count(const struct journal *journal)
{
	return journal->count;
}

/* ---- Finding again ---- */

static struct entry *find(struct journal *journal, uint64_t key)
{
	size_t low = 0, high = journal->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (journal->entries[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < journal->count && journal->entries[low].key == key) {
		if (!journal->entries[low].given)
			return &journal->entries[low];
		low++;
	}
	return NULL;
}

struct session *journal_take(
	struct journal *journal, const struct settings *settings, struct budget *budget)
{
	struct entry *entry = find(journal, key_of_settings(settings));
	struct session *session = NULL;
	char *line, *where = NULL;
	json_t *json;

	if (!entry)
		return NULL;
	entry->given = true;
	line = memory_new(entry->length, 1);
	if (pread(journal->fd, line, entry->length, entry->at) == (ssize_t)entry->length) {
		json = json_loadb(line, entry->length, 0, NULL);
		if (json)
			session = session_from_json(
				json_object_get(json, "evidence"), budget, &where);
		json_decref(json);
	}
	free(where);
	free(line);
	return session;
}

/* ---- Growing ---- */

int journal_add(struct journal *journal, const struct session *session)
{
	json_t *json = json_pack("{s:o}", "evidence", evidence_json(&session->evidence));
	char *text = json_dumps(json, JSON_COMPACT);
	char *line = memory_format("%s\n", text ? text : "{}");
	off_t end = lseek(journal->fd, 0, SEEK_END);
	int error = end < 0 ? errno : write_all(journal->fd, line, strlen(line));

	if (error && end >= 0 && ftruncate(journal->fd, end) < 0)
		error = errno; /* half a line stays; it ends what can be read */
	free(line);
	free(text);
	json_decref(json);
	return error;
}

int journal_close(struct journal *journal)
{
	int error = 0;

	if (!journal)
		return 0;
	if (fsync(journal->fd) < 0 && errno != EINVAL)
		error = errno;
	free_journal(journal);
	return error;
}
