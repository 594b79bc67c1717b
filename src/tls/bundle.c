/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/bundle.h"

#include "tls/chain.h"
#include "tls/pile.h"

/* Whether one of PILE is a certificate of the chain, or the issuer of one. */
static bool fits(const struct pile *pile, const struct pile *chain)
{
	for (size_t i = 0; i < pile->count; i++)
		for (size_t k = 0; k < chain->count; k++)
			if (der_same(pile->items[i].der, chain->items[k].der) ||
				der_same(pile->items[i].subject, chain->items[k].issuer))
				return true;
	return false;
}

void bundle_look(const void *pem, size_t length, const struct seen_handshake *handshake,
	int *ret_count, int *ret_fits)
{
	struct pile pile = { 0 }, chain = { 0 };

	*ret_count = (int)pile_read(&pile, pem, length);
	for (size_t i = 0; i < handshake->chain_count; i++) {
		const struct seen_cert *seen = &handshake->chain[i];
		gnutls_datum_t der;

		if (seen->malformed || !seen->der || !chain_from_base64(seen->der, &der))
			continue;
		pile_add(&chain, der.data, der.size);
		gnutls_free(der.data);
	}
	*ret_fits = handshake->chain_count ? fits(&pile, &chain) : -1;
	pile_free(&chain);
	pile_free(&pile);
}
