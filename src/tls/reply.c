/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/reply.h"

#include <stdlib.h>
#include <string.h>
#include "net/service.h"
#include "tls/reply_messages.h"

#define TEXT_MOST 512
#define RECORD_MOST (16384 + 2048) /* RFC 5246 section 6.2.3 */
#define MESSAGE_MOST 131072
#define TOTAL_MOST (1 << 20)
#define WARNINGS_MOST 16

enum record {
	RECORD_CHANGE_CIPHER = 20,
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	RECORD_DATA = 23,
	RECORD_HEARTBEAT = 24,
};

enum message {
	MESSAGE_HELLO_REQUEST = 0,
	MESSAGE_SERVER_HELLO = 2,
	MESSAGE_CERTIFICATE = 11,
	MESSAGE_KEY_EXCHANGE = 12,
	MESSAGE_CERTIFICATE_REQUEST = 13,
	MESSAGE_DONE = 14,
	MESSAGE_STATUS = 22,
};

void reply_init(struct reply *reply, enum reply_until until)
{
	*reply = (struct reply){
		.until = until,
		.alert = -1,
		.warning = -1,
		.record_version = -1,
		.version = -1,
		.suite = -1,
		.compression = -1,
		.downgrade = -1,
		.group = -1,
		.dh_bits = -1,
		.rsa_bits = -1,
		.scheme = -1,
		.ssl2_error = -1,
	};
}

static void broken(struct reply *reply)
{
	reply->state = REPLY_BROKEN;
	reply->enough = true;
}

/* Removes the first LENGTH bytes. */
static void drop(struct buffer *buffer, size_t length)
{
	buffer->length -= length;
	memmove(buffer->bytes, buffer->bytes + length, buffer->length + 1);
}

static void read_alerts(struct reply *reply, struct reader content)
{
	while (content.left >= 2 && !reply->enough) {
		unsigned level = read_number(&content, 1);
		int alert = (int)read_number(&content, 1);

		if (level == 2 || alert == 0) {
			reply->alert = alert;
			reply->enough = true;
		} else {
			reply->warning = alert;
			if (++reply->warning_count > WARNINGS_MOST)
				broken(reply);
		}
	}
}

/* Whether the message of TYPE, read as it should be, was the last that is wanted. */
static bool is_last(const struct reply *reply, unsigned type)
{
	switch (type) {
	case MESSAGE_SERVER_HELLO:
		return reply->retry || reply->version >= 0x0304 ||
		       reply->until == REPLY_UNTIL_HELLO;
	case MESSAGE_CERTIFICATE:
		return reply->until == REPLY_UNTIL_CERTIFICATE;
	case MESSAGE_DONE:
		return true;
	default:
		return false;
	}
}

static bool read_message(struct reply *reply, unsigned type, struct reader body)
{
	if (type == MESSAGE_HELLO_REQUEST)
		return !body.left;
	if (reply->hello == (type == MESSAGE_SERVER_HELLO))
		return false; /* anything before the ServerHello, or a second one */
	switch (type) {
	case MESSAGE_SERVER_HELLO:
		return reply_server_hello(reply, body);
	case MESSAGE_CERTIFICATE:
		return reply_certificate(reply, body);
	case MESSAGE_KEY_EXCHANGE:
		return reply_key_exchange(reply, body);
	case MESSAGE_CERTIFICATE_REQUEST:
		return reply_certificate_request(reply, body);
	case MESSAGE_STATUS:
		reply->staple = true;
		return true;
	case MESSAGE_DONE:
		reply->done = true;
		return true;
	default:
		return true;
	}
}

/* Reads the messages that are whole by now. */
static void read_messages(struct reply *reply)
{
	size_t at = 0;

	while (!reply->enough && reply->message.length - at >= 4) {
		struct reader bytes = reader_of(
			reply->message.bytes + at, reply->message.length - at);
		unsigned type = read_number(&bytes, 1);
		size_t length = read_number(&bytes, 3);

		if (length > MESSAGE_MOST) {
			reply->too_large = true;
			broken(reply);
			return;
		}
		if (length > bytes.left)
			break;
		if (!read_message(reply, type, read_part(&bytes, length)))
			broken(reply);
		else if (is_last(reply, type))
			reply->enough = true;
		at += 4 + length;
	}
	if (at)
		drop(&reply->message, at);
}

static void read_record(struct reply *reply, unsigned type, struct reader content)
{
	switch (type) {
	case RECORD_ALERT:
		read_alerts(reply, content);
		break;
	case RECORD_HANDSHAKE:
		buffer_add(&reply->message, content.at, content.left);
		read_messages(reply);
		break;
	case RECORD_CHANGE_CIPHER: /* a session goes on; all that follows is encrypted */
		if (reply->hello)
			reply->enough = true;
		else
			broken(reply);
		break;
	case RECORD_HEARTBEAT:
		break;
	default:
		broken(reply);
	}
}

/* Whether the first LENGTH bytes of a record can be those of TLS. */
static bool is_record(const unsigned char *bytes, size_t length)
{
	return bytes[0] >= RECORD_CHANGE_CIPHER && bytes[0] <= RECORD_HEARTBEAT &&
	       (length < 2 || bytes[1] == 3) && (length < 3 || bytes[2] <= 4);
}

/* Takes one whole record away from PENDING. false when there is none. */
static bool take_record(struct reply *reply)
{
	struct reader bytes = reader_of(reply->pending.bytes, reply->pending.length);

	if (!bytes.left)
		return false;
	if (!is_record(bytes.at, bytes.left)) {
		broken(reply);
		return false;
	}
	unsigned type = read_number(&bytes, 1);
	int version = (int)read_number(&bytes, 2);
	size_t length = read_number(&bytes, 2);

	if (bytes.broken)
		return false;
	if (length > RECORD_MOST) {
		broken(reply);
		return false;
	}
	struct reader content = read_part(&bytes, length);

	if (bytes.broken)
		return false;
	if (reply->record_version < 0)
		reply->record_version = version;
	read_record(reply, type, content);
	drop(&reply->pending, 5 + length);
	return true;
}

static void read_ssl2(struct reply *reply)
{
	struct reader bytes = reader_of(reply->pending.bytes, reply->pending.length);
	size_t length = read_number(&bytes, 2) & 0x7fff;
	struct reader message = read_part(&bytes, length);

	if (bytes.broken)
		return;
	reply->enough = true;
	if (read_number(&message, 1) == 0) {
		reply->ssl2_error = (int)read_number(&message, 2);
		if (!read_all(&message))
			broken(reply);
	} else if (!reply_ssl2_hello(reply, message)) {
		broken(reply);
	}
}

/* What it is, from the first bytes: at the first one that tells. */
static enum reply_state tell(const unsigned char *bytes, size_t length)
{
	if (is_record(bytes, length))
		return length < 3 ? REPLY_NOTHING : REPLY_TLS;
	if (!(bytes[0] & 0x80))
		return REPLY_NOT_TLS;
	if (length < 3)
		return REPLY_NOTHING;
	if (bytes[2] == 4)
		return REPLY_SSL2; /* SERVER-HELLO */
	return bytes[0] == 0x80 && bytes[1] == 3 && bytes[2] == 0 ? REPLY_SSL2 : REPLY_NOT_TLS;
}

/* A line tells who is talking. */
static void read_text(struct reply *reply)
{
	struct buffer *text = &reply->pending;
	char *end = memchr(text->bytes, '\n', text->length);

	if (end)
		text->length = (size_t)(end - text->bytes) + 1;
	else if (text->length > TEXT_MOST)
		text->length = TEXT_MOST;
	if (text->length > TEXT_MOST)
		text->length = TEXT_MOST;
	text->bytes[text->length] = '\0';
	reply->enough = end || text->length == TEXT_MOST;
}

static void read_pending(struct reply *reply)
{
	if (reply->state == REPLY_NOTHING && reply->pending.length)
		reply->state = tell(
			(const unsigned char *)reply->pending.bytes, reply->pending.length);
	switch (reply->state) {
	case REPLY_TLS:
		while (!reply->enough && take_record(reply))
			;
		break;
	case REPLY_SSL2:
		read_ssl2(reply);
		break;
	case REPLY_NOT_TLS:
		read_text(reply);
		break;
	default:
		break;
	}
}

bool reply_feed(struct reply *reply, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;

	/* In pieces, so that no more is kept than a record needs, however much is given at once. */
	while (length && !reply->enough) {
		size_t piece = length < 4096 ? length : 4096;

		if (piece > TOTAL_MOST - reply->total)
			piece = TOTAL_MOST - reply->total;
		if (!piece) {
			reply->too_large = true;
			broken(reply);
			break;
		}
		buffer_add(&reply->pending, at, piece);
		reply->total += piece;
		at += piece;
		length -= piece;
		read_pending(reply);
	}
	return reply->enough;
}

const char *reply_text(const struct reply *reply, size_t *ret_length)
{
	if (reply->state != REPLY_NOT_TLS)
		return NULL;
	*ret_length = reply->pending.length;
	return reply->pending.bytes;
}

enum service reply_service(const struct reply *reply)
{
	if (reply->state != REPLY_NOT_TLS)
		return SERVICE_UNKNOWN;
	return service_identify((const unsigned char *)reply->pending.bytes, reply->pending.length);
}

bool reply_has(const struct reply *reply, unsigned extension)
{
	for (size_t i = 0; i < reply->extensions.count; i++)
		if (reply->extensions.at[i] == extension)
			return true;
	return false;
}

static void free_ders(struct reply_ders *ders)
{
	for (size_t i = 0; i < ders->count; i++)
		free(ders->at[i].bytes);
	free(ders->at);
}

void reply_free(struct reply *reply)
{
	free((void *)reply->extensions.at);
	free((void *)reply->request_types.at);
	free((void *)reply->request_schemes.at);
	free((void *)reply->kinds.at);
	free_ders(&reply->certificates);
	free_ders(&reply->request_names);
	free(reply->alpn);
	free(reply->cookie);
	buffer_free(&reply->pending);
	buffer_free(&reply->message);
	reply_init(reply, reply->until);
}
