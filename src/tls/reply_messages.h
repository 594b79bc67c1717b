/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in one message of the server? Each reads BODY, the message without its header, into REPLY and
 * returns false when it isn't such a message.
 */
#ifndef TLS_REPLY_MESSAGES_H
#define TLS_REPLY_MESSAGES_H

#include "tls/bytes.h"
#include "tls/reply.h"

bool reply_server_hello(struct reply *reply, struct reader body);
bool reply_certificate(struct reply *reply, struct reader body);
bool reply_key_exchange(struct reply *reply, struct reader body);
bool reply_certificate_request(struct reply *reply, struct reader body);

/* SSL 2's SERVER-HELLO. */
bool reply_ssl2_hello(struct reply *reply, struct reader body);

#endif
