/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "tls/bytes.h"
#include "tls/extensions.h"
#include "tls/hello.h"

#define MESSAGE_MOST 131072
#define ALPN_MOST 256
#define EXTENSIONS_MOST 1024
#define RECORD_HEADER 5

/* The rest of READER as numbers of WIDTH bytes; none when it doesn't come out even. */
static struct numbers read_numbers(struct reader reader, int width)
{
	struct numbers ret = { 0 };
	size_t count = reader.left / (size_t)width;
	unsigned *at;

	if (reader.broken || !count || reader.left % (size_t)width)
		return ret;
	at = memory_new(count, sizeof(*at));
	for (size_t i = 0; i < count; i++)
		at[i] = read_number(&reader, width);
	return (struct numbers){ .at = at, .count = count };
}

/* A vector of numbers that must fill CONTENT. */
static struct numbers read_list(struct reader content, int length_width, int width)
{
	struct reader list = read_vector(&content, length_width);

	if (content.left)
		return (struct numbers){ 0 };
	return read_numbers(list, width);
}

static char *shown(struct reader bytes)
{
	return text_clean(bytes.at, bytes.left, TEXT_ONE_LINE, 255);
}

/* RFC 6066 section 3. */
static void read_sni(struct hello *hello, struct reader content)
{
	struct reader list = read_vector(&content, 2);
	unsigned type = read_number(&list, 1);
	struct reader name = read_vector(&list, 2);

	if (!list.broken && type == 0 && name.left)
		hello->sni = shown(name);
}

/* RFC 7301 section 3.1. */
static void read_alpn(struct hello *hello, struct reader content)
{
	struct reader list = read_vector(&content, 2);

	while (list.left && hello->alpn_count < ALPN_MOST) {
		struct reader name = read_vector(&list, 1);

		if (list.broken)
			return;
		if (!hello->alpn_count && name.left) {
			hello->first_alpn_length = name.left;
			hello->first_alpn_ends[0] = name.at[0];
			hello->first_alpn_ends[1] = name.at[name.left - 1];
		}
		hello->alpn = memory_resize(
			hello->alpn, hello->alpn_count + 1, sizeof(*hello->alpn));
		hello->alpn[hello->alpn_count++] = shown(name);
	}
}

/* RFC 8446 section 4.2.8. */
static void read_shares(struct hello *hello, struct reader content)
{
	struct reader list = read_vector(&content, 2);
	size_t most = list.left / 4, count = 0;
	unsigned *groups = memory_new(most + 1, sizeof(*groups));
	unsigned *sizes = memory_new(most + 1, sizeof(*sizes));

	while (list.left && count < most) {
		groups[count] = read_number(&list, 2);
		sizes[count] = (unsigned)read_vector(&list, 2).left;
		if (list.broken)
			break;
		count++;
	}
	hello->shares = (struct numbers){ .at = groups, .count = count };
	hello->share_sizes = (struct numbers){ .at = sizes, .count = count };
}

static void read_extension(struct hello *hello, unsigned type, struct reader content)
{
	switch (type) {
	case EXTENSION_SNI:
		read_sni(hello, content);
		break;
	case EXTENSION_GROUPS:
		hello->groups = read_list(content, 2, 2);
		break;
	case EXTENSION_POINT_FORMATS:
		hello->point_formats = read_list(content, 1, 1);
		break;
	case EXTENSION_SCHEMES:
		hello->schemes = read_list(content, 2, 2);
		break;
	case EXTENSION_CERTIFICATE_SCHEMES:
		hello->certificate_schemes = read_list(content, 2, 2);
		break;
	case EXTENSION_ALPN:
		read_alpn(hello, content);
		break;
	case EXTENSION_PADDING:
		hello->padding_length = content.left;
		break;
	case EXTENSION_SESSION_TICKET:
		hello->ticket_length = content.left;
		break;
	case EXTENSION_COMPRESSORS:
		hello->compressors = read_list(content, 1, 2);
		break;
	case EXTENSION_VERSIONS:
		hello->versions = read_list(content, 1, 2);
		break;
	case EXTENSION_COOKIE:
		hello->cookie_length = read_vector(&content, 2).left;
		break;
	case EXTENSION_PSK_MODES:
		hello->psk_modes = read_list(content, 1, 1);
		break;
	case EXTENSION_KEY_SHARE:
		read_shares(hello, content);
		break;
	default:
		break;
	}
}

/* The types are listed even when a content makes no sense. false when the block itself doesn't. */
static bool read_extensions(struct hello *hello, struct reader block)
{
	unsigned *types = memory_new(block.left / 4 + 1, sizeof(*types));

	hello->extensions.at = types;
	while (block.left) {
		unsigned type = read_number(&block, 2);
		struct reader content = read_vector(&block, 2);

		if (block.broken || hello->extensions.count == EXTENSIONS_MOST)
			return false;
		if (!hello_has(hello, type))
			read_extension(hello, type, content);
		types[hello->extensions.count++] = type;
	}
	return true;
}

static bool read_message(struct hello *hello, struct reader body)
{
	struct reader session_id, suites, compressions, extensions;

	hello->version = (int)read_number(&body, 2);
	read_part(&body, 32); /* random */
	session_id = read_vector(&body, 1);
	suites = read_vector(&body, 2);
	compressions = read_vector(&body, 1);
	if (body.broken || suites.left % 2)
		return false;
	hello->session_id_length = session_id.left;
	hello->suites = read_numbers(suites, 2);
	hello->compressions = read_numbers(compressions, 1);
	if (!body.left)
		return true; /* before RFC 3546 there were none */
	extensions = read_vector(&body, 2);
	return read_all(&body) && read_extensions(hello, extensions);
}

/* RFC 5246 section E.2. */
static enum hello_outcome read_ssl2(struct hello *hello, struct reader *bytes)
{
	size_t length = read_number(bytes, 2) & 0x7fff;
	struct reader message = read_part(bytes, length);
	size_t suites, session_id, challenge;
	struct reader list;

	if (bytes->broken)
		return HELLO_MORE;
	if (read_number(&message, 1) != 1)
		return HELLO_BAD;
	hello->ssl2_form = true;
	hello->record_version = -1;
	hello->length = length;
	hello->wire_length = length + 2;
	hello->version = (int)read_number(&message, 2);
	suites = read_number(&message, 2);
	session_id = read_number(&message, 2);
	challenge = read_number(&message, 2);
	list = read_part(&message, suites);
	read_part(&message, session_id);
	read_part(&message, challenge);
	if (!read_all(&message) || suites % 3)
		return HELLO_BAD;
	hello->session_id_length = session_id;
	hello->suites = read_numbers(list, 3);
	return HELLO_OK;
}

/* Joins the handshake records at the start of BYTES until the first message is whole. */
static enum hello_outcome join_records(
	struct hello *hello, struct reader bytes, struct buffer *message)
{
	size_t wanted = 4;

	while (message->length < wanted) {
		if (bytes.left && bytes.at[0] != 22)
			return HELLO_BAD;
		read_number(&bytes, 1);
		unsigned version = read_number(&bytes, 2);
		struct reader part = read_vector(&bytes, 2);

		if (bytes.broken)
			return HELLO_MORE;
		if (version >> 8 != 3 || !part.left)
			return HELLO_BAD;
		if (hello->record_version < 0)
			hello->record_version = (int)version;
		buffer_add(message, part.at, part.left);
		hello->records++;
		if (message->bytes[0] != 1)
			return HELLO_BAD;
		if (message->length >= 4) {
			struct reader head = reader_of(message->bytes + 1, 3);

			wanted = 4 + read_number(&head, 3);
		}
		if (wanted > MESSAGE_MOST)
			return HELLO_BAD;
	}
	hello->length = wanted;
	hello->wire_length = wanted + hello->records * RECORD_HEADER;
	return HELLO_OK;
}

static enum hello_outcome read_records(struct hello *hello, struct reader bytes)
{
	struct buffer message = { 0 };
	enum hello_outcome outcome = join_records(hello, bytes, &message);

	if (outcome == HELLO_OK &&
		!read_message(hello, reader_of(message.bytes + 4, hello->length - 4)))
		outcome = HELLO_BAD;
	buffer_free(&message);
	return outcome;
}

enum hello_outcome hello_parse(const void *bytes, size_t length, struct hello *ret)
{
	struct reader reader = reader_of(bytes, length);
	enum hello_outcome outcome;

	*ret = (struct hello){ .record_version = -1, .version = -1 };
	if (!length)
		return HELLO_MORE;
	if (reader.at[0] & 0x80)
		outcome = length < 3 || reader.at[2] == 1 ? read_ssl2(ret, &reader) : HELLO_BAD;
	else
		outcome = read_records(ret, reader);
	if (outcome != HELLO_OK) {
		hello_free(ret);
		*ret = (struct hello){ .record_version = -1, .version = -1 };
	}
	return outcome;
}

bool hello_has(const struct hello *hello, unsigned extension)
{
	for (size_t i = 0; i < hello->extensions.count; i++)
		if (hello->extensions.at[i] == extension)
			return true;
	return false;
}

static void numbers_free(struct numbers *numbers)
{
	free((void *)numbers->at);
	*numbers = (struct numbers){ 0 };
}

void hello_free(struct hello *hello)
{
	struct numbers *const lists[] = { &hello->suites, &hello->compressions, &hello->extensions,
		&hello->versions, &hello->groups, &hello->schemes, &hello->certificate_schemes,
		&hello->point_formats, &hello->psk_modes, &hello->shares, &hello->share_sizes,
		&hello->compressors };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		numbers_free(lists[i]);
	for (size_t i = 0; i < hello->alpn_count; i++)
		free(hello->alpn[i]);
	free(hello->alpn);
	free(hello->sni);
	*hello = (struct hello){ .record_version = -1, .version = -1 };
}
