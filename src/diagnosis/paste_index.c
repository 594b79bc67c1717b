/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/paste_index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "diagnosis/diagnosis.h"

#define PIECES_MOST 4
#define PIECE_LEAST 4 /* bytes of the first piece: what is looked up */
#define GAP_MOST 200 /* bytes of tight text that "..." may stand for */
#define NEAR_MOST 1500 /* bytes around a hit in which its company is looked for */
#define BUCKETS 16384
#define HITS_MOST 2000
#define WHOLE_PERCENT 80 /* of the tight text that a pattern must cover to be all there is */

/* ---- The patterns, made ready ---- */

struct piece {
	char *text; /* tight */
	size_t length;
	bool open_start, open_end; /* may begin, end inside of a word */
};

struct pattern {
	const struct error_row *row;
	const struct meaning_row *meaning;
	struct piece pieces[PIECES_MOST];
	size_t count;
	int next; /* of the same bucket, or -1 */
};

struct code_entry {
	enum code_family family;
	long number;
	const struct error_row *row;
	const struct meaning_row *meaning;
};

struct company {
	char **beside, **unless; /* tight, NULL-ended; of the row with the same number */
};

static struct {
	struct pattern *patterns;
	size_t count;
	int buckets[BUCKETS];
	struct code_entry *codes;
	size_t code_count;
	struct company *companies;
	char *wrong; /* the first row that is unsound, or NULL */
} index_;

static void complain(const char *row, const char *what, const char *about)
{
	if (!index_.wrong)
		index_.wrong = memory_format("%s: %s: %s", row, what, about);
}

static unsigned bucket_of(const char *four)
{
	uint32_t bytes;

	memcpy(&bytes, four, sizeof(bytes));
	return bytes * 2654435761u >> 18;
}

/* "*word*": the stars say that a word may go on there. */
static void read_piece(const char *text, size_t length, struct piece *ret)
{
	char *part;

	while (length && *text == ' ') {
		text++;
		length--;
	}
	while (length && text[length - 1] == ' ')
		length--;
	part = memory_text_n(text, length);
	ret->open_start = length && text[0] == '*';
	ret->open_end = length && text[length - 1] == '*';
	ret->text = paste_text_tight(part);
	ret->length = strlen(ret->text);
	free(part);
}

static bool read_pattern(const char *text, struct pattern *ret)
{
	while (text && ret->count < PIECES_MOST) {
		const char *gap = strstr(text, "...");
		size_t length = gap ? (size_t)(gap - text) : strlen(text);

		read_piece(text, length, &ret->pieces[ret->count]);
		if (ret->pieces[ret->count].length)
			ret->count++;
		else
			free(ret->pieces[ret->count].text);
		text = gap ? gap + 3 : NULL;
	}
	return !text && ret->count && ret->pieces[0].length >= PIECE_LEAST;
}

static void add_pattern(
	const struct error_row *row, const struct meaning_row *meaning, const char *text)
{
	struct pattern pattern = { .row = row, .meaning = meaning, .next = -1 };
	unsigned bucket;

	if (!read_pattern(text, &pattern)) {
		complain(row->id, "a pattern begins with four letters or digits", text);
		for (size_t i = 0; i < pattern.count; i++)
			free(pattern.pieces[i].text);
		return;
	}
	bucket = bucket_of(pattern.pieces[0].text);
	pattern.next = index_.buckets[bucket];
	index_.patterns = memory_resize(
		index_.patterns, index_.count + 1, sizeof(*index_.patterns));
	index_.patterns[index_.count] = pattern;
	index_.buckets[bucket] = (int)index_.count++;
}

static void add_codes(
	const struct error_row *row, const struct meaning_row *meaning, const char *text)
{
	size_t length = strcspn(text, " ");
	enum code_family family = code_family_by_name(text, length);
	const char *rest = text + length;

	if (family == CODE_FAMILY_COUNT)
		complain(row->id, "no family of codes", text);
	while (*rest) {
		char *end;
		long number = strtol(rest, &end, 0);

		if (end == rest) {
			complain(row->id, "no number", text);
			return;
		}
		index_.codes = memory_resize(
			index_.codes, index_.code_count + 1, sizeof(*index_.codes));
		index_.codes[index_.code_count++] = (struct code_entry){ family, number, row,
			meaning };
		rest = end;
	}
}

static int by_code(const void *a, const void *b)
{
	const struct code_entry *first = a, *second = b;

	if (first->family != second->family)
		return first->family < second->family ? -1 : 1;
	return (first->number > second->number) - (first->number < second->number);
}

static char **tight_list(const char *const *texts)
{
	size_t count = 0;
	char **list;

	while (texts[count])
		count++;
	list = memory_new(count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		list[i] = paste_text_tight(texts[i]);
	return list;
}

/* A meaning may name causes that this version doesn't know yet, but not only such. */
static void check_causes(const struct meaning_row *meaning)
{
	bool known = false;

	for (const char *const *cause = meaning->causes; *cause; cause++) {
		char *id = memory_text_n(*cause, strcspn(*cause, " "));

		known = known || diagnosis_rule(id);
		if (paste_points_to(meaning->id, id) <= 0)
			complain(meaning->id, "a cause without a weight", id);
		free(id);
	}
	if (!known)
		complain(meaning->id, "no such cause", meaning->causes[0]);
}

static void make_index(void)
{
	for (size_t i = 0; i < BUCKETS; i++)
		index_.buckets[i] = -1;
	index_.companies = memory_new(diagnosis_errors_count + 1, sizeof(*index_.companies));
	for (size_t i = 0; i < diagnosis_errors_count; i++) {
		const struct error_row *row = &diagnosis_errors[i];
		const struct meaning_row *meaning = paste_meaning(row->meaning);

		index_.companies[i].beside = tight_list(row->beside);
		index_.companies[i].unless = tight_list(row->unless);
		if (!meaning) {
			complain(row->id, "no such meaning", row->meaning);
			continue;
		}
		for (const char *const *text = row->patterns; *text; text++)
			add_pattern(row, meaning, *text);
		for (const char *const *text = row->codes; *text; text++)
			add_codes(row, meaning, *text);
	}
	if (index_.code_count)
		qsort(index_.codes, index_.code_count, sizeof(*index_.codes), by_code);
	for (size_t i = 0; i < diagnosis_meanings_count; i++)
		check_causes(&diagnosis_meanings[i]);
}

static void prepare(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_index);
}

bool paste_index_check(char **ret_wrong)
{
	prepare();
	*ret_wrong = memory_text(index_.wrong);
	return !index_.wrong;
}

/* ---- Company: what stands near ---- */

/* Signs of TLS, and of other services. */
static const char *const tls_words[] = { "ssl", "tls", "https", "x509", "handshake", "openssl",
	"gnutls", "boringssl", "libressl", "wolfssl", "mbedtls", "rustls", "schannel", "pkix",
	"starttls", "mtls", "dtls", "certpath", "ocsp", "crypto", "cafile", "cacert", "certifi",
	"nss", "webpki", "truststore", "keystore", "wss", "imaps", "smtps", "ldaps", "ftps",
	"cipher", "alpn", "sni", "curl", "grpcs", NULL };
static const char *const other_words[] = { "ssh", "sshd", "scp", "sftp", "redis", "mysql", "mysqld",
	"mariadb", "postgres", "postgresql", "psql", "pg", "mongo", "mongodb", "mongod",
	"memcached", "rabbitmq", "amqp", "kafka", "zookeeper", "ftp", "telnet", "nfs", "smb",
	"cifs", "samba", "vnc", "rdp", "elasticsearch", "docker", "dockerd", "ntp", "git@github",
	"cassandra", "bluetooth", "usb", "printer", "cups", "http", "php-fpm", "fastcgi",
	"gunicorn", NULL };
static const unsigned short tls_ports[] = { 443, 8443, 4443, 9443, 10443, 993, 995, 465, 636, 853,
	990, 992, 989, 5061, 5671, 6443, 6697, 8883, 2376, 6514, 5986, 10250, 8729, 587 };

static bool in_list(const char *const *list, const char *word, size_t length)
{
	for (; *list; list++)
		if (**list == *word && !strncmp(*list, word, length) && !(*list)[length])
			return true;
	return false;
}

/* "sslerror", "tlsv1", "sslv3": a word that only TLS has. */
static bool begins_tls(const char *word, size_t length)
{
	return length > 3 &&
	       (!memcmp(word, "sslv", 4) || !memcmp(word, "tlsv", 4) || !memcmp(word, "sslh", 4) ||
		       !memcmp(word, "tlsh", 4) || (length > 7 && !memcmp(word, "ssl", 3)) ||
		       !memcmp(word, "ssl3", 4) || !memcmp(word, "tls1", 4));
}

/* Ports of services that speak something else. */
static const unsigned short other_ports[] = { 20, 21, 22, 23, 25, 53, 80, 88, 110, 111, 119, 123,
	135, 137, 139, 143, 161, 389, 445, 514, 548, 631, 873, 1433, 1521, 1883, 2049, 2181, 2375,
	3000, 3128, 3306, 3389, 4200, 5000, 5173, 5432, 5601, 5672, 5900, 6000, 6379, 7000, 8000,
	8080, 8081, 8086, 8088, 8888, 9000, 9042, 9090, 9092, 9200, 11211, 15672, 27017 };

/* A port number at PLACE of plain text: behind a colon or the word "port". RET_PORT. */
static bool is_port(const struct paste_text *text, size_t at, size_t length, unsigned *ret_port)
{
	size_t word = at;

	*ret_port = 0;
	for (size_t i = 0; i < length; i++) {
		if (text->plain[at + i] < '0' || text->plain[at + i] > '9' || length > 5)
			return false;
		*ret_port = *ret_port * 10 + (unsigned)(text->plain[at + i] - '0');
	}
	if (at && text->plain[at - 1] == ':' && at > 1 && text->plain[at - 2] != ' ')
		return true;
	while (word && strchr(" =:'\"(", text->plain[word - 1]))
		word--;
	return word >= 4 && !memcmp(text->plain + word - 4, "port", 4);
}

struct signs {
	bool tls, other;
};

static void look_at_word(
	const struct paste_text *text, size_t at, size_t length, struct signs *signs)
{
	const char *word = text->plain + at;
	unsigned port;

	if (in_list(tls_words, word, length) || begins_tls(word, length)) {
		signs->tls = true;
	} else if (in_list(other_words, word, length)) {
		signs->other = true;
	} else if (is_port(text, at, length, &port)) {
		for (size_t i = 0; i < sizeof(tls_ports) / sizeof(tls_ports[0]); i++)
			signs->tls = signs->tls || tls_ports[i] == port;
		for (size_t i = 0; i < sizeof(other_ports) / sizeof(other_ports[0]); i++)
			signs->other = signs->other || other_ports[i] == port;
	}
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* What stands in the plain text between FROM and TO. A sign of TLS decides, so what stands behind it isn't looked at. */
static struct signs signs_between(const struct paste_text *text, size_t from, size_t to)
{
	struct signs signs = { 0 };

	for (size_t i = from; i < to && !signs.tls;) {
		size_t length = 0;

		while (i + length < to && is_word_char(text->plain[i + length]))
			length++;
		if (length)
			look_at_word(text, i, length, &signs);
		i += length ? length : 1;
	}
	return signs;
}

static bool window_has(const struct paste_text *text, size_t from, size_t to, const char *what)
{
	return memmem(text->tight + from, to - from, what, strlen(what)) != NULL;
}

static bool window_has_any(const struct paste_text *text, size_t from, size_t to, char *const *list)
{
	for (; *list; list++)
		if (window_has(text, from, to, *list))
			return true;
	return false;
}

/* A span of the tight text, from its first byte to the one behind its last. */
struct span {
	size_t from, to;
};

static struct span around(const struct paste_text *text, struct span span)
{
	return (struct span){
		.from = span.from > NEAR_MOST ? span.from - NEAR_MOST : 0,
		.to = span.to + NEAR_MOST < text->tight_length ? span.to + NEAR_MOST
							       : text->tight_length,
	};
}

static bool fits_company(
	const struct paste_text *text, const struct error_row *row, struct span span)
{
	const struct company *company = &index_.companies[row - diagnosis_errors];
	struct span near = around(text, span);

	if (company->beside[0] && !window_has_any(text, near.from, near.to, company->beside))
		return false;
	return !company->unless[0] || !window_has_any(text, near.from, near.to, company->unless);
}

static bool is_whole(const struct paste_text *text, struct span span, bool whole)
{
	return whole && (span.to - span.from) * 100 >= text->tight_length * WHOLE_PERCENT;
}

static bool fits_context(
	const struct paste_text *text, enum paste_context context, struct span span, bool whole)
{
	struct span near = around(text, span);
	struct signs signs;

	if (context == CONTEXT_NONE)
		return true;
	signs = signs_between(text, text->at[near.from], text->at[near.to]);
	if (context == CONTEXT_NETWORK)
		return signs.tls || !signs.other;
	return signs.tls || is_whole(text, span, whole);
}

/* ---- Finding ---- */

static bool begins_word(const struct paste_text *text, size_t place)
{
	size_t at = text->at[place];

	return !at || !is_word_char(text->plain[at - 1]);
}

static bool ends_word(const struct paste_text *text, size_t last)
{
	size_t after = text->at[last] + 1u;

	/* "_ssl" isn't "_ssl_helpers". */
	while (after < text->length && text->plain[after] == '_')
		after++;
	return after >= text->length || !is_word_char(text->plain[after]);
}

static bool piece_at(const struct paste_text *text, const struct piece *piece, size_t place)
{
	return place + piece->length <= text->tight_length &&
	       !memcmp(text->tight + place, piece->text, piece->length) &&
	       (piece->open_start || begins_word(text, place)) &&
	       (piece->open_end || ends_word(text, place + piece->length - 1));
}

/* Where PIECE stands at FROM or soon after; false when it doesn't. */
static bool piece_after(
	const struct paste_text *text, const struct piece *piece, size_t from, size_t *ret_place)
{
	for (size_t place = from; place <= from + GAP_MOST; place++) {
		if (place + piece->length > text->tight_length)
			return false;
		if (text->tight[place] == piece->text[0] && piece_at(text, piece, place)) {
			*ret_place = place;
			return true;
		}
	}
	return false;
}

/* Whether PATTERN stands at PLACE; then RET is where. */
static bool pattern_at(const struct paste_text *text, const struct pattern *pattern, size_t place,
	struct span *ret)
{
	if (!piece_at(text, &pattern->pieces[0], place))
		return false;
	ret->from = place;
	ret->to = place + pattern->pieces[0].length;
	for (size_t i = 1; i < pattern->count; i++) {
		if (!piece_after(text, &pattern->pieces[i], ret->to, &place))
			return false;
		ret->to = place + pattern->pieces[i].length;
	}
	return true;
}

static void add_hit(const struct paste_text *text, struct paste_hits *hits,
	const struct error_row *row, const struct meaning_row *meaning, struct span span)
{
	if (hits->count == HITS_MOST)
		return;
	if (hits->count == hits->room) {
		hits->room = hits->room ? 2 * hits->room : 32;
		hits->items = memory_resize(hits->items, hits->room, sizeof(*hits->items));
	}
	hits->items[hits->count++] = (struct paste_hit){
		.row = row,
		.meaning = meaning,
		.at = text->at[span.from],
		.length = text->at[span.to - 1] + 1u - text->at[span.from],
		.rank = row->rank > 0 ? row->rank : meaning->rank,
	};
}

static void find_patterns(
	const struct paste_text *text, size_t place, bool whole, struct paste_hits *hits)
{
	int next = index_.buckets[bucket_of(text->tight + place)];

	for (; next >= 0; next = index_.patterns[next].next) {
		const struct pattern *pattern = &index_.patterns[next];
		struct span span;

		if (pattern_at(text, pattern, place, &span) &&
			fits_company(text, pattern->row, span) &&
			fits_context(text, pattern->row->context, span, whole))
			add_hit(text, hits, pattern->row, pattern->meaning, span);
	}
}

static const struct code_entry *entry_of(const struct code *code)
{
	struct code_entry key = { .family = code->family, .number = code->number };
	const struct code_entry *entry = index_.code_count
						 ? bsearch(&key, index_.codes, index_.code_count,
							   sizeof(*index_.codes), by_code)
						 : NULL;

	while (entry && entry > index_.codes && !by_code(entry - 1, &key))
		entry--;
	return entry;
}

static void take_code(const struct paste_text *text, const struct code *code, struct span span,
	bool whole, struct paste_hits *hits)
{
	const struct code_entry *end = index_.codes + index_.code_count;
	const struct code_entry *first = entry_of(code);

	if (!code->sure && !fits_context(text, CONTEXT_TLS, span, whole))
		return;
	if (hits->alert < 0 && (code->family == CODE_ALERT || code->family == CODE_ALERT_SENT))
		hits->alert = (int)code->number;
	for (const struct code_entry *entry = first; entry && entry < end && !by_code(entry, first);
		entry++)
		if (fits_company(text, entry->row, span))
			add_hit(text, hits, entry->row, entry->meaning, span);
}

static void find_codes(
	const struct paste_text *text, size_t place, bool whole, struct paste_hits *hits)
{
	struct code codes[CODES_MOST];
	struct span span = { .from = place, .to = place + 1 };
	size_t end, count;

	if (!begins_word(text, place))
		return;
	count = code_read(text, place, whole, codes, &end);
	while (span.to < text->tight_length && text->at[span.to] < end)
		span.to++;
	for (size_t i = 0; i < count; i++)
		take_code(text, &codes[i], span, whole, hits);
}

void paste_index_find(
	const struct paste_text *text, size_t until, bool whole, struct paste_hits *hits)
{
	prepare();
	for (size_t place = 0; place < text->tight_length; place++) {
		char c = text->tight[place];

		if (text->at[place] >= until)
			break;
		if (place + PIECE_LEAST <= text->tight_length)
			find_patterns(text, place, whole, hits);
		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
			find_codes(text, place, whole, hits);
	}
}
