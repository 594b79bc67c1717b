/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we talk to many places at once, politely, and always come back? One poll loop runs a batch of
 * exchanges: connect (all addresses of one exchange race), then proxy, then STARTTLS, then whatever the
 * plugged-in wire does with the socket.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/timing.h"
#include "evidence/evidence.h"
#include "net/budget.h"
#include "net/proxy.h"
#include "net/relay.h"

#define WIRE_READ 1u
#define WIRE_WRITE 2u

/* What to do with a socket once it leads to the server. Both calls return what to wait for (WIRE_* bits), or 0
 * when finished; the engine then closes the socket. Without `start`, to get there is all that is asked. */
struct wire {
	void *context;
	/* FD leads to the server now. UNTIL stays valid and may be set to a deadline of the wire's own. */
	unsigned (*start)(void *context, int fd, struct deadline *until);
	/* The socket is ready; or EXPIRED: the wire's own deadline passed (the answer counts), or all time is
	 * up (the answer is ignored). */
	unsigned (*step)(void *context, bool expired);
};

struct exchange {
	/* What is asked; all borrowed. */
	const char *const *addresses; /* numeric, of the proxy when there is one; best first */
	size_t address_count;
	int port; /* to connect to */
	const char *host; /* whom the proxy shall connect to */
	int host_port;
	const char *domain; /* whom we mean to talk to, for XMPP; NULL: host */
	const struct proxy *proxy; /* or NULL */
	enum starttls starttls;
	int connect_timeout_ms; /* for each address */
	int timeout_ms; /* from connected to finished */
	int segment_most; /* bytes of a TCP segment that the peer is told to send at most (RFC 9293 3.7.1); 0: usual */
	struct wire wire;
	bool hang_up; /* ends the connection by a reset: nothing was agreed on, and it counts as closed at once */
	bool patient; /* lets others go first where they wait for the budget */
	void (*connected)(void *context, const struct exchange *exchange); /* or NULL */
	void *connected_context;
	/*
	 * Called when the exchange has ended, or NULL. It takes the results, and true means that it has set
	 * another wire and called exchange_free(): the exchange begins anew. Not called once cancelled.
	 */
	bool (*again)(void *context, struct exchange *exchange);
	void *again_context;

	/* What came of it; owned, free with exchange_free(). */
	struct seen_attempt *attempts; /* one for each address tried */
	size_t attempt_count;
	int chosen; /* index into attempts, or -1 */
	enum proxy_outcome proxy_outcome;
	int proxy_status; /* -1: none */
	struct seen_cert *proxy_cert; /* of a proxy that TLS was spoken to, or NULL */
	enum starttls_outcome starttls_outcome;
	char *starttls_reply;
	enum service starttls_service;
	bool wire_started; /* the wire got the socket */
	bool cancelled;
	int64_t tcp_ms; /* of the chosen attempt, or -1 */
	int64_t way_ms; /* there and back, as the kernel timed it then, however busy we were; or -1 */
};

struct exchange_env {
	struct budget *budget;
	struct deadline deadline;
	const struct cancel *cancel;
	const struct secure *secure; /* for proxies that want TLS; NULL: those fail */
	void *secure_context;
};

/* What an errno of connect() means. */
enum connect_outcome exchange_outcome(int sys_errno);

/* Sets the outputs to "nothing yet". */
void exchange_init(struct exchange *exchange);
void exchange_free(struct exchange *exchange);

/* Runs COUNT exchanges to their ends. Every wire that was started is stepped to its end or expired. */
void exchange_all(const struct exchange_env *env, struct exchange *items, size_t count);

#endif
