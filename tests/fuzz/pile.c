/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include "tls/pile.h"

static int inside(struct der_bytes part, struct der_bytes whole)
{
	return part.at >= whole.at && part.at + part.length <= whole.at + whole.length;
}

static void run(const uint8_t *data, size_t size)
{
	struct pile pile = { 0 };
	size_t read = pile_read(&pile, data, size);
	int whole = pile_add(&pile, data, size);

	fuzz_promise(pile.count == read + (size_t)whole, "it counts what it added");
	for (size_t i = 0; i < pile.count; i++) {
		const struct piled *piled = &pile.items[i];
		gnutls_x509_crt_t cert = pile_parse(piled);

		fuzz_promise(piled->der.length <= size, "no more than was read");
		fuzz_promise(inside(piled->subject, piled->der), "the subject stands in it");
		fuzz_promise(inside(piled->issuer, piled->der), "and so does the issuer");
		if (cert)
			gnutls_x509_crt_deinit(cert);
	}
	pile_free(&pile);
}

const struct fuzz_target fuzz_pile = { .name = "pile", .run = run };
