/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why something was not checked, and why an address can't be one: a whole sentence each.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "guide/guide.h"
#include "guide/phrase.h"

enum { TYPED_MOST = 120 };

struct reason {
	const char *id;
	const char *text;
};

static const struct reason why_texts[] = {
	{ WHY_CANCELLED, N_("This was not checked, because the program was told to stop.") },
	{ WHY_TIMEOUT, N_("This could not be checked, because the answer took too long.") },
	{ WHY_OFFLINE, N_("This was not checked, because only the site itself may be asked.") },
	{ WHY_QUICK, N_("This was left out, because a quick check was wanted.") },
	{ WHY_NOT_NEEDED, N_("This was not needed here.") },
	{ WHY_NOT_HTTP, N_("This was not checked, because the service is not a website.") },
	{ WHY_LOCAL,
		N_("This could not be checked, because this computer was not able to do it.") },
	{ WHY_NO_CHAIN,
		N_("This could not be checked, because the server showed no certificate.") },
	{ WHY_IP, N_("This was not checked, because for an IP address no server name is sent.") },
	{ WHY_OPTION, N_("This was left out, because an option said so.") },
	{ WHY_CA_FILE, N_("This could not be checked, because the file given with --ca-file cannot "
			  "be used.") },
	{ WHY_EARLIER, N_("This was not reached, because an earlier step failed.") },
	{ WHY_NO_SOURCE,
		N_("This could not be checked, because there is nothing to compare with.") },
	{ WHY_CONSENT, N_("This was not checked, because no other servers were to be asked.") },
	{ WHY_DEVICE, N_("This was not looked at, because the trouble is on another device.") },
	{ WHY_PRIVATE, N_("This was not checked, because the certificate names an address inside a "
			  "private network.") },
	{ WHY_NO_ANSWER,
		N_("This could not be checked, because the server did not answer every time.") },
	{ NULL, NULL },
};

static const char *const stage_texts[STAGE_COUNT] = {
	[STAGE_DNS] = N_("This was not reached, because no address was found for the name."),
	[STAGE_TCP] = N_("This was not reached, because there was no connection to the server."),
	[STAGE_PROXY] = N_(
		"This was not reached, because the proxy did not let the connection through."),
	[STAGE_STARTTLS] = N_(
		"This was not reached, because encryption did not start with STARTTLS."),
	[STAGE_HELLO] = N_(
		"This was not reached, because the handshake failed right at the start."),
	[STAGE_VERSION] = N_(
		"This was not reached, because both sides found no TLS version in common."),
	[STAGE_CIPHER] = N_(
		"This was not reached, because both sides found no cipher suite in common."),
	[STAGE_CERTIFICATE] = N_(
		"This was not reached, because the handshake failed at the certificate."),
	[STAGE_KEYS] = N_("This was not reached, because the handshake failed near its end."),
	[STAGE_DATA] = N_("This was not reached, because no data came after the handshake."),
};

static const char *const target_texts[TARGET_ERROR_COUNT] = {
	[TARGET_EMPTY] = N_("Please type an address, for example www.example.com."),
	/* TRANSLATORS: {typed} is what the person typed. */
	[TARGET_SENTENCE] = /* xgettext:no-c-format,perl-brace-format */
	N_("This looks like a sentence and not like an address: \"{typed}\"."),
	[TARGET_CONTROL] = N_(
		"The text contains an invisible character. Please type the address by hand."),
	[TARGET_TOO_LONG] = N_("This is longer than an address can be."),
	[TARGET_NO_HOST] = /* xgettext:no-c-format,perl-brace-format */
	N_("The name of the site is missing here: \"{typed}\"."),
	[TARGET_BAD_LABEL] = /* xgettext:no-c-format,perl-brace-format */
	N_("No site can have this name: \"{typed}\"."),
	[TARGET_BAD_PORT] = /* xgettext:no-c-format,perl-brace-format */
	N_("The port must be a number from 1 to 65535: \"{typed}\"."),
	[TARGET_BAD_SCHEME] = /* xgettext:no-c-format,perl-brace-format */
	N_("This program does not know this kind of address: \"{typed}\"."),
	[TARGET_BAD_ADDRESS] = /* xgettext:no-c-format,perl-brace-format */
	N_("This is not a correct IP address: \"{typed}\"."),
	[TARGET_BAD_IDN] = /* xgettext:no-c-format,perl-brace-format */
	N_("This name contains letters that no site name can have: \"{typed}\"."),
};

static const char *why_text(const char *why)
{
	for (const struct reason *reason = why_texts; reason->id; reason++)
		if (!strcmp(reason->id, why))
			return reason->text;
	return NULL;
}

static const char *stage_text(const char *name)
{
	for (int stage = 0; stage < STAGE_DONE; stage++)
		if (!strcmp(stage_name((enum stage)stage), name))
			return stage_texts[stage];
	return NULL;
}

static const char *plain_reason(enum verdict verdict)
{
	if (verdict == VERDICT_NOT_REACHED)
		return N_("This was not reached, because an earlier step failed.");
	if (verdict == VERDICT_SKIPPED)
		return N_("This was left out.");
	return N_("This could not be checked.");
}

char *guide_reason(const struct language *language, const struct check_result *result)
{
	const char *text = NULL;

	if (result->running)
		return memory_text(tr(language, N_("This is still being checked.")));
	if (result->reason)
		text = why_text(result->reason);
	if (!text && result->reason)
		text = stage_text(result->reason);
	return memory_text(tr(language, text ? text : plain_reason(result->verdict)));
}

char *guide_target_error(
	const struct language *language, enum target_error error, const char *typed)
{
	const char *text = NULL;
	char *clean = text_clean(
		typed ? typed : "", typed ? strlen(typed) : 0, TEXT_ONE_LINE, TYPED_MOST);
	char *sentence;

	if ((unsigned)error < TARGET_ERROR_COUNT)
		text = target_texts[error];
	if (!text)
		text = N_("This is not an address that can be checked.");
	sentence = i18n_fill(
		tr(language, text), (const struct fill[]){ { "typed", clean }, { NULL, NULL } });
	free(clean);
	return sentence;
}
