/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which product calls its certificates so? Antivirus programs, gateways and debugging proxies that open
 * encrypted connections sign with an authority of their own, whose name gives them away.
 */
#ifndef CHECK_PRODUCTS_H
#define CHECK_PRODUCTS_H

#include "evidence/evidence.h"

/* The product that an issuer of the chain of HANDSHAKE is named after, or NULL. Anybody can use such a
 * name: it is a hint whom to ask. */
const char *product_of(const struct seen_handshake *handshake);

#endif
