/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/starttls.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "net/service.h"

/* How a complete answer of a text protocol is recognised. */
enum answer_end {
	END_NONE,
	END_CODE, /* three digits and a blank: SMTP, LMTP, FTP, NNTP (RFC 5321 section 4.2) */
	END_TAG, /* the tag of our command: IMAP (RFC 9051) */
	END_DOT, /* "." alone, or an -ERR line: POP3's CAPA (RFC 2449) */
	END_LINE, /* any line */
	END_STATUS, /* OK, NO or BYE: ManageSieve (RFC 5804) */
	END_XML, /* the element we wait for: XMPP (RFC 6120 section 5) */
};

struct text_step {
	const char *send; /* before this answer; NULL: only listen. %s is the host */
	enum answer_end end;
	const char *tag; /* for END_TAG; for END_XML the text that completes it */
	const char *good; /* the answer's last line begins so (after the tag) */
	const char *offer; /* a word that must be among the answer's lines */
};

#define STEPS_MOST 3

static const struct text_step text_talks[STARTTLS_COUNT][STEPS_MOST] = {
	[STARTTLS_SMTP] = {
		{ .end = END_CODE, .good = "220" },
		{ "EHLO tlsdoctor.invalid\r\n", END_CODE, NULL, "250", "STARTTLS" },
		{ "STARTTLS\r\n", END_CODE, NULL, "220", NULL },
	},
	[STARTTLS_LMTP] = {
		{ .end = END_CODE, .good = "220" },
		{ "LHLO tlsdoctor.invalid\r\n", END_CODE, NULL, "250", "STARTTLS" },
		{ "STARTTLS\r\n", END_CODE, NULL, "220", NULL },
	},
	[STARTTLS_IMAP] = {
		{ .end = END_LINE, .good = "* " },
		{ "a1 CAPABILITY\r\n", END_TAG, "a1 ", "OK", "STARTTLS" },
		{ "a2 STARTTLS\r\n", END_TAG, "a2 ", "OK", NULL },
	},
	[STARTTLS_POP3] = {
		{ .end = END_LINE, .good = "+OK" },
		{ "CAPA\r\n", END_DOT, NULL, "", "STLS" },
		{ "STLS\r\n", END_LINE, NULL, "+OK", NULL },
	},
	[STARTTLS_FTP] = {
		{ .end = END_CODE, .good = "220" },
		{ "AUTH TLS\r\n", END_CODE, NULL, "234", NULL },
	},
	[STARTTLS_NNTP] = {
		{ .end = END_CODE, .good = "20" },
		{ "STARTTLS\r\n", END_CODE, NULL, "382", NULL },
	},
	[STARTTLS_SIEVE] = {
		{ .end = END_STATUS, .good = "OK", .offer = "STARTTLS" },
		{ "STARTTLS\r\n", END_STATUS, NULL, "OK", NULL },
	},
	[STARTTLS_IRC] = {
		/* Some servers keep silent to a STARTTLS that they don't know, none to CAP (IRCv3). */
		{ "CAP LS 302\r\nSTARTTLS\r\n", END_LINE, NULL, "670", NULL },
	},
	[STARTTLS_XMPP] = {
		{ "<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='%s' version='1.0' "
		  "xmlns:stream='http://etherx.jabber.org/streams'>",
			END_XML, "</stream:features>", "", "<starttls" },
		{ "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", END_XML, ">", "<proceed", NULL },
	},
	[STARTTLS_XMPP_SERVER] = {
		{ "<?xml version='1.0'?><stream:stream xmlns='jabber:server' to='%s' version='1.0' "
		  "xmlns:stream='http://etherx.jabber.org/streams'>",
			END_XML, "</stream:features>", "", "<starttls" },
		{ "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", END_XML, ">", "<proceed", NULL },
	},
};

/* SSLRequest: length 8, code 80877103 (PostgreSQL protocol 3.0, "SSL Session Encryption"). */
static const unsigned char postgres_request[] = { 0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f };

/* ExtendedRequest 1.3.6.1.4.1.1466.20037 as message 1 (RFC 4511 section 4.14). */
static const unsigned char ldap_request[] = { 0x30, 0x1d, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16,
	'1', '.', '3', '.', '6', '.', '1', '.', '4', '.', '1', '.', '1', '4', '6', '6', '.', '2',
	'0', '0', '3', '7' };

/* MySQL's SSLRequest: CLIENT_SSL | CLIENT_PROTOCOL_41 | CLIENT_SECURE_CONNECTION, 16 MiB, utf8. */
static const unsigned char mysql_request[36] = { 32, 0, 0, 1, 0x00, 0x8a, 0x00, 0x00, 0, 0, 0, 1,
	33 };
#define MYSQL_CLIENT_SSL 0x0800

static enum talk_state fail(struct talk *talk, enum starttls_outcome outcome, const char *line)
{
	talk->outcome = outcome;
	free(talk->reply);
	talk->reply = line ? text_clean(line, strlen(line), TEXT_ONE_LINE, 300) : NULL;
	return TALK_FAILED;
}

static enum talk_state ready(struct talk *talk)
{
	talk->outcome = STARTTLS_OK;
	return TALK_READY;
}

static const struct text_step *step_now(const struct talk *talk)
{
	const struct text_step *step = &text_talks[talk->protocol][talk->step];

	return talk->step < STEPS_MOST && step->end != END_NONE ? step : NULL;
}

static void say(struct talk *talk, struct buffer *to_send)
{
	const struct text_step *step = step_now(talk);
	const char *mark;

	if (!step || !step->send)
		return;
	mark = strstr(step->send, "%s");
	if (!mark) {
		buffer_add_text(to_send, step->send);
		return;
	}
	buffer_add(to_send, step->send, (size_t)(mark - step->send));
	buffer_add_text(to_send, talk->host);
	buffer_add_text(to_send, mark + 2);
}

void talk_begin(struct talk *talk, enum starttls protocol, const char *host, struct buffer *to_send)
{
	*talk = (struct talk){
		.protocol = protocol, .host = host, .outcome = STARTTLS_NO_GREETING
	};
	if (protocol == STARTTLS_POSTGRES)
		buffer_add(to_send, postgres_request, sizeof(postgres_request));
	else if (protocol == STARTTLS_LDAP)
		buffer_add(to_send, ldap_request, sizeof(ldap_request));
	else
		say(talk, to_send);
}

/* Whether LINE is the last one of the answer to STEP. */
static bool line_ends(const struct text_step *step, const char *line)
{
	switch (step->end) {
	case END_CODE:
		/* A line without a code is no answer of this protocol: it is the last we listen to. */
		return strspn(line, "0123456789") < 3 || line[3] != '-';
	case END_TAG:
		return text_starts(line, step->tag);
	case END_DOT:
		return !strcmp(line, ".") || text_starts(line, "-ERR");
	case END_STATUS:
		return text_starts_same(line, "OK") || text_starts_same(line, "NO") ||
		       text_starts_same(line, "BYE");
	default:
		return true;
	}
}

static const char *line_after_tag(const struct text_step *step, const char *line)
{
	return step->end == END_TAG ? line + strlen(step->tag) : line;
}

/* The greeting LAST is a refusal in the right protocol ("554 No service here"), or another's. */
static enum talk_state fail_greeting(struct talk *talk, const char *last)
{
	bool code = step_now(talk)->end == END_CODE && strspn(last, "0123456789") == 3;

	if (code && (*last == '4' || *last == '5'))
		return fail(talk, STARTTLS_REFUSED, last);
	talk->service = service_identify((const unsigned char *)last, strlen(last));
	return fail(talk, STARTTLS_WRONG_SERVICE, last);
}

/* An answer is complete: judge it and go on. */
static enum talk_state answer(struct talk *talk, const char *last, struct buffer *to_send)
{
	const struct text_step *step = step_now(talk);
	bool last_step = talk->step + 1 >= STEPS_MOST ||
			 text_talks[talk->protocol][talk->step + 1].end == END_NONE;
	bool good = text_starts_same(line_after_tag(step, last), step->good);

	if (talk->step == 0 && !step->send && !good)
		return fail_greeting(talk, last);
	if (step->offer && !strcasestr(talk->offers, step->offer))
		return fail(talk, STARTTLS_NOT_OFFERED, last);
	if (!good)
		return fail(talk, step->offer ? STARTTLS_NOT_OFFERED : STARTTLS_REFUSED, last);
	if (last_step)
		return ready(talk);
	talk->step++;
	free(talk->offers);
	talk->offers = NULL;
	say(talk, to_send);
	return TALK_MORE;
}

/* Cuts N bytes off the front of what was heard. */
static void forget(struct talk *talk, size_t n)
{
	memmove(talk->heard.bytes, talk->heard.bytes + n, talk->heard.length - n);
	talk->heard.length -= n;
	talk->heard.bytes[talk->heard.length] = '\0';
}

/* The next whole line without its end, or NULL. The caller frees it. */
static char *next_line(struct talk *talk)
{
	char *end = memchr(talk->heard.bytes, '\n', talk->heard.length);
	size_t length;
	char *line;

	if (!end)
		return NULL;
	length = (size_t)(end - talk->heard.bytes);
	line = memory_text_n(talk->heard.bytes, length);
	if (*line && line[strlen(line) - 1] == '\r')
		line[strlen(line) - 1] = '\0';
	forget(talk, length + 1);
	return line;
}

static void remember(struct talk *talk, const char *line)
{
	char *all = memory_format("%s%s\n", talk->offers ? talk->offers : "", line);

	free(talk->offers);
	talk->offers = all;
}

static enum talk_state hear_lines(struct talk *talk, struct buffer *to_send)
{
	enum talk_state state = TALK_MORE;
	char *line;

	while (state == TALK_MORE && talk->heard.length && (line = next_line(talk))) {
		remember(talk, line);
		if (line_ends(step_now(talk), line))
			state = answer(talk, line, to_send);
		else if (strlen(talk->offers) > TALK_HEARD_MOST)
			state = fail(talk, STARTTLS_WRONG_SERVICE, line);
		free(line);
	}
	return state;
}

/* ":irc.example 670 ..." without the server's name. */
static const char *irc_command(const char *line)
{
	const char *blank = *line == ':' ? strchr(line, ' ') : NULL;

	return blank ? blank + 1 : line;
}

/* Whether the list of "CAP * LS :multi-prefix tls" names tls (IRCv3, "tls" capability). */
static bool irc_lists_tls(const char *list)
{
	for (list = strstr(list, " :") ? strstr(list, " :") + 2 : ""; *list;
		list += strcspn(list, " "), list += strspn(list, " "))
		if (text_starts(list, "tls") && strchr(" =", list[3]))
			return true;
	return false;
}

/* One line of an IRC server. */
static enum talk_state irc_answer(struct talk *talk, const char *line)
{
	const char *command = irc_command(line);
	enum service service = service_identify((const unsigned char *)line, strlen(line));

	if (text_starts(command, "670"))
		return ready(talk);
	if (text_starts(command, "CAP ")) {
		/* "CAP * LS * :" has more lines to come. */
		if (irc_lists_tls(command))
			talk->step = 1;
		if (talk->step == 1 || strstr(command, " LS * "))
			return TALK_MORE;
		return fail(talk, STARTTLS_NOT_OFFERED, line);
	}
	if (*command == '4' && strstr(command, " CAP "))
		return TALK_MORE; /* it knows no capabilities, but perhaps STARTTLS */
	if (*command == '4' || text_starts(command, "691") || text_starts(command, "ERROR"))
		return fail(talk, STARTTLS_REFUSED, line);
	if (service == SERVICE_IRC || text_starts(line, "PING"))
		return TALK_MORE;
	talk->service = service;
	return fail(talk, STARTTLS_WRONG_SERVICE, line);
}

static enum talk_state hear_irc(struct talk *talk)
{
	enum talk_state state = TALK_MORE;
	char *line;

	while (state == TALK_MORE && talk->heard.length && (line = next_line(talk))) {
		remember(talk, line);
		state = irc_answer(talk, line);
		if (state == TALK_MORE && strlen(talk->offers) > TALK_HEARD_MOST)
			state = fail(talk, STARTTLS_WRONG_SERVICE, line);
		free(line);
	}
	return state;
}

/* The human text of a stream error, or the whole error (RFC 6120 section 4.9). */
static enum talk_state fail_stream(struct talk *talk, const char *error)
{
	const char *text = strstr(error, "<text");
	const char *begin = text ? strchr(text, '>') : NULL;
	const char *end = begin ? strchr(begin, '<') : NULL;
	char *words = begin && end ? memory_text_n(begin + 1, (size_t)(end - begin - 1)) : NULL;

	fail(talk, STARTTLS_REFUSED, words ? words : error);
	free(words);
	return TALK_FAILED;
}

/* XML that isn't what we wait for: TALK_MORE, or why it never will be. */
static enum talk_state hear_other_xml(struct talk *talk)
{
	const char *heard = talk->heard.bytes + strspn(talk->heard.bytes, " \t\r\n");
	const char *error = strstr(heard, "<stream:error");

	if (error && strstr(error, "</stream:error>"))
		return fail_stream(talk, error);
	if (strstr(heard, "<stream:features/>"))
		return fail(talk, STARTTLS_NOT_OFFERED, NULL);
	if (!*heard || *heard == '<')
		return TALK_MORE;
	if (!strpbrk(heard, "\r\n"))
		return TALK_MORE; /* the whole line tells better who it is */
	talk->service = service_identify((const unsigned char *)heard, strlen(heard));
	return fail(talk, STARTTLS_WRONG_SERVICE, heard);
}

static enum talk_state hear_xml(struct talk *talk, struct buffer *to_send)
{
	const struct text_step *step = step_now(talk);

	if (!strstr(talk->heard.bytes, step->tag) || strstr(talk->heard.bytes, "<stream:error"))
		return hear_other_xml(talk);
	free(talk->offers);
	talk->offers = buffer_take(&talk->heard);
	if (talk->step == 0 && !strstr(talk->offers, "<stream:")) {
		talk->service = service_identify(
			(const unsigned char *)talk->offers, strlen(talk->offers));
		return fail(talk, STARTTLS_WRONG_SERVICE, talk->offers);
	}
	return answer(talk, talk->offers, to_send);
}

static enum talk_state hear_postgres(struct talk *talk)
{
	if (talk->heard.bytes[0] == 'S')
		return ready(talk);
	if (talk->heard.bytes[0] == 'N')
		return fail(talk, STARTTLS_NOT_OFFERED, "N");
	if (talk->heard.bytes[0] == 'E')
		return fail(talk, STARTTLS_REFUSED, NULL);
	talk->service = service_identify((unsigned char *)talk->heard.bytes, talk->heard.length);
	return fail(talk, STARTTLS_WRONG_SERVICE, talk->heard.bytes);
}

/* The BER element at *AT of LENGTH bytes: its tag, with *AT behind its head and *RET_SIZE its length;
 * -1 when the head isn't there yet, -2 when it is none that LDAP knows (X.690 8.1, RFC 4511 5.1). */
static int ber_head(const unsigned char *bytes, size_t length, size_t *at, size_t *ret_size)
{
	size_t head = *at, more;
	int tag;

	if (head + 2 > length)
		return -1;
	tag = bytes[head++];
	*ret_size = bytes[head++];
	if (*ret_size >= 0x80) {
		more = *ret_size & 0x7f;
		if (more < 1 || more > 4)
			return -2;
		if (head + more > length)
			return -1;
		for (*ret_size = 0; more; more--)
			*ret_size = *ret_size << 8 | bytes[head++];
	}
	*at = head;
	return tag;
}

/* resultCode of the ExtendedResponse (RFC 4511 section 4.12); -1: more must come, -2: it is none. */
static int ldap_result(const unsigned char *bytes, size_t length)
{
	static const int tags[] = { 0x30, 0x02, 0x78, 0x0a };
	size_t at = 0, size;

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		int tag = ber_head(bytes, length, &at, &size);

		if (tag != tags[i])
			return tag == -1 ? -1 : -2;
		if (tag == 0x02)
			at += size < TALK_HEARD_MOST ? size : TALK_HEARD_MOST;
	}
	return at < length ? bytes[at] : -1;
}

static enum talk_state hear_ldap(struct talk *talk)
{
	const unsigned char *bytes = (const unsigned char *)talk->heard.bytes;
	int result = ldap_result(bytes, talk->heard.length);

	if (result == -1)
		return TALK_MORE;
	if (result == 0)
		return ready(talk);
	if (result > 0)
		return fail(talk, STARTTLS_NOT_OFFERED, NULL);
	talk->service = service_identify(bytes, talk->heard.length);
	if (talk->service == SERVICE_LDAP)
		return fail(talk, STARTTLS_REFUSED, NULL);
	return fail(talk, STARTTLS_WRONG_SERVICE, talk->heard.bytes);
}

/* An error instead of the greeting ("Too many connections"): 0xff, a code of two bytes, perhaps "#" and five
 * letters of SQL state, then words up to SIZE. */
static enum talk_state fail_mysql(struct talk *talk, size_t size)
{
	char *words = size > 7 ? memory_text_n(talk->heard.bytes + 7, size - 7) : memory_text("");

	fail(talk, STARTTLS_REFUSED, *words == '#' && strlen(words) > 6 ? words + 6 : words);
	free(words);
	return TALK_FAILED;
}

/* Protocol 10 greeting: version text, thread id, 8 bytes, a filler, then the capability bits. */
static enum talk_state hear_mysql(struct talk *talk, struct buffer *to_send)
{
	const unsigned char *bytes = (const unsigned char *)talk->heard.bytes;
	size_t length = talk->heard.length;
	size_t size, at;

	if (length < 5)
		return TALK_MORE;
	size = 4 + (bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16);
	if (bytes[4] == 0xff && bytes[3] == 0 && size <= 1024)
		return length < size ? TALK_MORE : fail_mysql(talk, size);
	if (bytes[4] != 10 || size > 1024) {
		talk->service = service_identify(bytes, length);
		return fail(talk, STARTTLS_WRONG_SERVICE, talk->heard.bytes + 4);
	}
	if (length < size)
		return TALK_MORE;
	at = 5 + strnlen((const char *)bytes + 5, length - 5) + 1 + 4 + 8 + 1;
	if (at + 2 > length || !((bytes[at] | bytes[at + 1] << 8) & MYSQL_CLIENT_SSL))
		return fail(talk, STARTTLS_NOT_OFFERED, NULL);
	buffer_add(to_send, mysql_request, sizeof(mysql_request));
	return ready(talk);
}

enum talk_state talk_hear(
	struct talk *talk, const void *bytes, size_t length, struct buffer *to_send)
{
	if (!length)
		return TALK_MORE;
	if (talk->heard.length + length > TALK_HEARD_MOST)
		return fail(talk, STARTTLS_WRONG_SERVICE, NULL);
	buffer_add(&talk->heard, bytes, length);
	talk->outcome = STARTTLS_REFUSED;
	if (talk->step == 0 && !talk->offers && talk->protocol != STARTTLS_MYSQL &&
		service_is_tls((unsigned char *)talk->heard.bytes, talk->heard.length))
		return fail(talk, STARTTLS_GOT_TLS, NULL);
	switch (talk->protocol) {
	case STARTTLS_POSTGRES:
		return hear_postgres(talk);
	case STARTTLS_LDAP:
		return hear_ldap(talk);
	case STARTTLS_MYSQL:
		return hear_mysql(talk, to_send);
	case STARTTLS_XMPP:
	case STARTTLS_XMPP_SERVER:
		return hear_xml(talk, to_send);
	case STARTTLS_IRC:
		return hear_irc(talk);
	default:
		return hear_lines(talk, to_send);
	}
}

/* The last whole line that was heard, as the reply. */
static void keep_last_line(struct talk *talk)
{
	size_t length = talk->offers ? strlen(talk->offers) : 0;
	const char *begin;

	if (talk->reply || !length)
		return;
	talk->offers[length - 1] = '\0';
	begin = strrchr(talk->offers, '\n');
	begin = begin ? begin + 1 : talk->offers;
	talk->reply = text_clean(begin, strlen(begin), TEXT_ONE_LINE, 300);
}

void talk_end(struct talk *talk, bool closed)
{
	if (talk->outcome == STARTTLS_OK)
		return;
	if (closed)
		talk->outcome = STARTTLS_CLOSED;
	else if (!talk->offers && !talk->heard.length && talk->step == 0)
		talk->outcome = STARTTLS_NO_GREETING;
	else
		talk->outcome = STARTTLS_REFUSED;
	if (talk->outcome == STARTTLS_REFUSED)
		keep_last_line(talk);
}

void talk_free(struct talk *talk)
{
	buffer_free(&talk->heard);
	free(talk->offers);
	free(talk->reply);
	*talk = (struct talk){ 0 };
}
