/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/client_key.h"

#include <errno.h>
#include <stdlib.h>
#include "base/memory.h"
#include "cli/command.h"
#include "tls/pem.h"

char *certificates_refusal(const struct invocation *invocation, const char *file, int error)
{
	if (error == EINVAL)
		return say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} holds no certificate in PEM form."), "file", file);
	return say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The file {file} can't be read: {why}"),
		(struct fill[]){
			{ "file", file },
			{ "why", i18n_error(invocation->language, error) },
			{ NULL, NULL },
		});
}

static char *refuse_key(const struct invocation *invocation, const char *file, enum pem_key key)
{
	if (key == PEM_KEY_UNREAD)
		return say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} holds no private key that can be read without a "
			   "password."),
			"file", file);
	return say_one(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The private key in {file} does not belong to the certificate that --cert "
		   "names."),
		"file", file);
}

char *client_key_refusal(const struct invocation *invocation)
{
	const char *certificate = invocation->settings.cert_file;
	const char *key_file = invocation->settings.key_file ? invocation->settings.key_file
							     : certificate;
	struct seen_cert *certs;
	enum pem_key key;
	size_t count, place;
	int error;

	if (!certificate)
		return key_file ? memory_text(tr(
					  invocation->language, N_("With --key the certificate is "
								   "needed, too: --cert FILE.")))
				: NULL;
	error = pem_certificates(certificate, &certs, &count);
	if (error)
		return certificates_refusal(invocation, certificate, error);
	/* The first certificate is the client's own; others lead from it to its authority. */
	key = pem_key_of(key_file, certs, 1, &place);
	for (size_t i = 0; i < count; i++)
		seen_cert_free(&certs[i]);
	free(certs);
	return key == PEM_KEY_FITS ? NULL : refuse_key(invocation, key_file, key);
}
