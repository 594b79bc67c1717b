/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "net/starttls.h"

/* What the server says, turn by turn, and how it must end. */
static const struct row {
	enum starttls protocol;
	const char *turns[4];
	enum talk_state state;
	enum starttls_outcome outcome;
	const char *sent; /* in what the client said at last; NULL: not looked at */
} rows[] = {
	{ STARTTLS_SMTP,
		{ "220 mx ESMTP\r\n", "250-mx\r\n250-SIZE 1\r\n250 STARTTLS\r\n", "220 go\r\n" },
		TALK_READY, STARTTLS_OK, "STARTTLS\r\n" },
	{ STARTTLS_SMTP, { "220-mx\r\n220 mx ESMTP\r\n", "250 STARTTLS\r\n", "220 go\r\n" },
		TALK_READY, STARTTLS_OK, "STARTTLS\r\n" },
	{ STARTTLS_SMTP, { "220 mx ESMTP\r\n", "250-mx\r\n250 SIZE 1\r\n" }, TALK_FAILED,
		STARTTLS_NOT_OFFERED, "EHLO" },
	{ STARTTLS_SMTP, { "220 mx\r\n", "250 STARTTLS\r\n", "454 TLS not available\r\n" },
		TALK_FAILED, STARTTLS_REFUSED, "STARTTLS" },
	{ STARTTLS_SMTP, { "SSH-2.0-OpenSSH_9\r\n" }, TALK_FAILED, STARTTLS_WRONG_SERVICE, NULL },
	{ STARTTLS_SMTP, { "554 no service\r\n" }, TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_FTP, { "421 too many\r\n" }, TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_SMTP, { "\x15\x03\x01" }, TALK_FAILED, STARTTLS_GOT_TLS, NULL },
	{ STARTTLS_LMTP, { "220 mx LMTP\r\n", "250 STARTTLS\r\n", "220 go\r\n" }, TALK_READY,
		STARTTLS_OK, "STARTTLS" },
	{ STARTTLS_IMAP,
		{ "* OK ready\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\n",
			"a2 OK begin\r\n" },
		TALK_READY, STARTTLS_OK, "a2 STARTTLS" },
	{ STARTTLS_IMAP, { "* OK ready\r\n", "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n" },
		TALK_FAILED, STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_POP3, { "+OK hi\r\n", "+OK\r\nUIDL\r\nSTLS\r\n.\r\n", "+OK go\r\n" }, TALK_READY,
		STARTTLS_OK, "STLS" },
	{ STARTTLS_POP3, { "+OK hi\r\n", "+OK\r\nUIDL\r\n.\r\n" }, TALK_FAILED,
		STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_FTP, { "220 FTP\r\n", "234 go\r\n" }, TALK_READY, STARTTLS_OK, "AUTH TLS" },
	{ STARTTLS_FTP, { "220 FTP\r\n", "500 what\r\n" }, TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_NNTP, { "200 news\r\n", "382 go\r\n" }, TALK_READY, STARTTLS_OK, "STARTTLS" },
	{ STARTTLS_SIEVE, { "\"SASL\" \"\"\r\n\"STARTTLS\"\r\nOK\r\n", "OK \"go\"\r\n" },
		TALK_READY, STARTTLS_OK, "STARTTLS" },
	{ STARTTLS_SIEVE, { "\"SASL\" \"\"\r\nOK\r\n" }, TALK_FAILED, STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_IRC, { ":irc.example NOTICE * :hello\r\n:irc.example 670 x :go\r\n" },
		TALK_READY, STARTTLS_OK, "STARTTLS" },
	{ STARTTLS_IRC,
		{ ":irc.example NOTICE * :hello\r\n:irc.example CAP * LS * :a b\r\n",
			":irc.example CAP * LS :tls c\r\n", ":irc.example 670 x :go\r\n" },
		TALK_READY, STARTTLS_OK, "CAP LS" },
	{ STARTTLS_IRC, { ":irc.example CAP * LS :multi-prefix tlsx\r\n" }, TALK_FAILED,
		STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_IRC,
		{ ":irc.example 421 * CAP :unknown\r\n", ":irc.example 421 * STARTTLS :what\r\n" },
		TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_IRC, { "ERROR :closing link\r\n" }, TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_IRC, { "220 mx ESMTP\r\n" }, TALK_FAILED, STARTTLS_WRONG_SERVICE, NULL },
	{ STARTTLS_XMPP,
		{ "<?xml version='1.0'?><stream:stream id='1'><stream:features><starttls "
		  "xmlns='x'/>"
		  "</stream:features>",
			"<proceed xmlns='x'/>" },
		TALK_READY, STARTTLS_OK, "<starttls" },
	{ STARTTLS_XMPP, { "<stream:stream id='1'><stream:features></stream:features>" },
		TALK_FAILED, STARTTLS_NOT_OFFERED, "to='host.example'" },
	{ STARTTLS_XMPP, { "<stream:stream id='1'><stream:features/>" }, TALK_FAILED,
		STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_XMPP,
		{ "<stream:stream id='1'><stream:error><host-unknown "
		  "xmlns='x'/><text>no</text></stream:error></stream:stream>" },
		TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_XMPP, { "220 mx ESMTP\r\n" }, TALK_FAILED, STARTTLS_WRONG_SERVICE, NULL },
	{ STARTTLS_POSTGRES, { "S" }, TALK_READY, STARTTLS_OK, NULL },
	{ STARTTLS_POSTGRES, { "N" }, TALK_FAILED, STARTTLS_NOT_OFFERED, NULL },
	{ STARTTLS_POSTGRES, { "Etoo many clients" }, TALK_FAILED, STARTTLS_REFUSED, NULL },
	{ STARTTLS_POSTGRES, { "HTTP/1.1 400\r\n" }, TALK_FAILED, STARTTLS_WRONG_SERVICE, NULL },
};

static enum talk_state play(
	const struct row *row, struct talk *talk, struct buffer *sent, size_t piece)
{
	enum talk_state state = TALK_MORE;

	talk_begin(talk, row->protocol, "host.example", sent);
	for (size_t turn = 0; turn < 4 && row->turns[turn]; turn++) {
		const char *text = row->turns[turn];
		size_t length = strlen(text);

		for (size_t at = 0; at < length && state == TALK_MORE; at += piece)
			state = talk_hear(
				talk, text + at, length - at < piece ? length - at : piece, sent);
	}
	return state;
}

Test(net_starttls, each_protocol_comes_to_its_end_however_the_bytes_arrive)
{
	static const size_t pieces[] = { 4096, 7, 1 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
			struct buffer sent = { 0 };
			struct talk talk;
			enum talk_state state = play(&rows[i], &talk, &sent, pieces[p]);

			cr_expect_eq(state, rows[i].state, "row %zu piece %zu", i, pieces[p]);
			cr_expect_eq(talk.outcome, rows[i].outcome, "row %zu piece %zu: %d", i,
				pieces[p], (int)talk.outcome);
			if (rows[i].sent)
				cr_expect(sent.bytes && strstr(sent.bytes, rows[i].sent), "row %zu",
					i);
			buffer_free(&sent);
			talk_free(&talk);
		}
}

/* Answers to the LDAP request, with the length of each. */
static const struct {
	const char *bytes;
	size_t length;
	enum talk_state state;
	enum starttls_outcome outcome;
} ldap_answers[] = {
	{ "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", 14, TALK_READY, STARTTLS_OK },
	/* Active Directory writes every length in five bytes. */
	{ "\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04"
	  "\x00",
		22, TALK_READY, STARTTLS_OK },
	{ "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00", 14, TALK_FAILED,
		STARTTLS_NOT_OFFERED },
	{ "\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00", 14, TALK_FAILED,
		STARTTLS_REFUSED },
	{ "HTTP/1.1 400 Bad Request\r\n", 26, TALK_FAILED, STARTTLS_WRONG_SERVICE },
};

Test(net_starttls, ldap_success_and_refusal)
{
	for (size_t i = 0; i < sizeof(ldap_answers) / sizeof(ldap_answers[0]); i++)
		for (size_t piece = 1; piece < 32; piece += 15) {
			struct buffer sent = { 0 };
			enum talk_state state = TALK_MORE;
			struct talk talk;

			talk_begin(&talk, STARTTLS_LDAP, "x", &sent);
			cr_expect_eq(sent.length, 31);
			for (size_t at = 0; at < ldap_answers[i].length && state == TALK_MORE;
				at += piece) {
				size_t left = ldap_answers[i].length - at;

				state = talk_hear(&talk, ldap_answers[i].bytes + at,
					left < piece ? left : piece, &sent);
			}
			cr_expect_eq(state, ldap_answers[i].state, "%zu by %zu", i, piece);
			cr_expect_eq(talk.outcome, ldap_answers[i].outcome, "%zu by %zu: %d", i,
				piece, (int)talk.outcome);
			talk_free(&talk);
			buffer_free(&sent);
		}
}

/* A greeting of protocol 10 with the capability bits LOW. */
static size_t mysql_greeting(unsigned char *out, unsigned char high_of_low)
{
	static const char version[] = "8.0.32";
	size_t at = 5 + sizeof(version);

	memset(out, 0, 80);
	out[4] = 10;
	memcpy(out + 5, version, sizeof(version));
	at += 4 + 8 + 1;
	out[at] = 0xff;
	out[at + 1] = high_of_low;
	at += 20;
	out[0] = (unsigned char)(at - 4);
	return at;
}

Test(net_starttls, mysql_with_and_without_tls)
{
	unsigned char greeting[80];
	size_t length = mysql_greeting(greeting, 0xff);
	struct buffer sent = { 0 };
	struct talk talk;

	talk_begin(&talk, STARTTLS_MYSQL, "x", &sent);
	cr_expect_eq(sent.length, 0);
	cr_expect_eq(talk_hear(&talk, greeting, length, &sent), TALK_READY);
	cr_expect_eq(sent.length, 36);
	talk_free(&talk);
	buffer_free(&sent);
	length = mysql_greeting(greeting, 0xf7);
	talk_begin(&talk, STARTTLS_MYSQL, "x", &sent);
	cr_expect_eq(talk_hear(&talk, greeting, length, &sent), TALK_FAILED);
	cr_expect_eq(talk.outcome, STARTTLS_NOT_OFFERED);
	talk_free(&talk);
	buffer_free(&sent);
}

Test(net_starttls, what_mysql_says_instead_of_its_greeting_is_kept)
{
	static const char error[] = "\x19\0\0\0\xff\x10\x04#08004Too many clients";
	struct buffer sent = { 0 };
	enum talk_state state = TALK_MORE;
	struct talk talk;

	talk_begin(&talk, STARTTLS_MYSQL, "x", &sent);
	for (size_t i = 0; i < sizeof(error) - 1 && state == TALK_MORE; i++)
		state = talk_hear(&talk, error + i, 1, &sent);
	cr_expect_eq(state, TALK_FAILED);
	cr_expect_eq(talk.outcome, STARTTLS_REFUSED);
	cr_expect_str_eq(talk.reply, "Too many clients");
	cr_expect_eq(sent.length, 0);
	talk_free(&talk);
	buffer_free(&sent);
}

static void chatters(const char *text)
{
	struct buffer sent = { 0 };
	struct talk talk;
	enum talk_state state = TALK_MORE;
	int turns = 0;

	talk_begin(&talk, STARTTLS_SMTP, "x", &sent);
	while (state == TALK_MORE && turns++ < 100000)
		state = talk_hear(&talk, text, strlen(text), &sent);
	cr_expect_eq(state, TALK_FAILED);
	cr_expect_lt(turns, 1000);
	talk_free(&talk);
	buffer_free(&sent);
}

Test(net_starttls, endless_chatter_is_cut_off)
{
	chatters("220-more and more without an end");
	chatters("220-more and more and more lines\r\n");
}

Test(net_starttls, half_an_answer_is_kept_as_the_reply)
{
	struct buffer sent = { 0 };
	struct talk talk;

	talk_begin(&talk, STARTTLS_SMTP, "x", &sent);
	cr_expect_eq(talk_hear(&talk, "220 mx\r\n250-mx\r\n", 16, &sent), TALK_MORE);
	talk_end(&talk, false);
	cr_expect_eq(talk.outcome, STARTTLS_REFUSED);
	cr_expect_str_eq(talk.reply, "250-mx");
	talk_free(&talk);
	buffer_free(&sent);
}

Test(net_starttls, silence_and_closing_are_told_apart)
{
	struct buffer sent = { 0 };
	struct talk talk;

	talk_begin(&talk, STARTTLS_SMTP, "x", &sent);
	talk_end(&talk, false);
	cr_expect_eq(talk.outcome, STARTTLS_NO_GREETING);
	talk_free(&talk);
	talk_begin(&talk, STARTTLS_SMTP, "x", &sent);
	talk_end(&talk, true);
	cr_expect_eq(talk.outcome, STARTTLS_CLOSED);
	talk_free(&talk);
	buffer_free(&sent);
}
