/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Issuers fetched from those who mean harm: redirected for ever, flooded, given the same again. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "../support/forge.h"
#include "../support/peer.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "tls/chain.h"
#include "tls/trust.h"

#define NOW 1800000000
#define VISITS 8

struct scene {
	struct forge forge;
	struct evidence evidence;
	struct peer peer;
	struct buffer page; /* what the peer says */
	struct line script[4];
};

/* A leaf whose issuer is missing and is to be had from the peer. */
static void send_leaf(struct scene *scene)
{
	struct seen_handshake *handshake = &scene->evidence.handshake;
	char *line = memory_format(
		"leaf issuer=inter dns=site.test aia=http://127.0.0.1:%d/x", scene->peer.port);
	gnutls_datum_t der;
	const char *why;

	cr_assert(forge_cert(&scene->forge, line, &why), "%s", why);
	free(line);
	gnutls_x509_crt_export2(forge_find(&scene->forge, "leaf")->cert, GNUTLS_X509_FMT_DER, &der);
	handshake->address = memory_text("127.0.0.1");
	handshake->chain = memory_new(1, sizeof(*handshake->chain));
	handshake->chain_count = 1;
	chain_read(&der, &handshake->chain[0]);
	gnutls_free(der.data);
}

static void begin(struct scene *scene)
{
	const char *why;

	*scene = (struct scene){ .page = { 0 } };
	evidence_init(&scene->evidence);
	settings_init(&scene->evidence.settings);
	scene->evidence.settings.no_system_trust = true;
	forge_open(&scene->forge, NOW);
	forge_cert(&scene->forge, "root ca days=-1000..1000", &why);
	forge_cert(&scene->forge, "inter ca issuer=root days=-500..500", &why);
	scene->evidence.settings.ca_pem = forge_pem(forge_find(&scene->forge, "root"));
}

static void look(struct scene *scene, enum act act)
{
	struct evidence *evidence = &scene->evidence;
	struct cancel cancel;
	struct budget *budget = budget_new();
	struct http_env env = { budget, deadline_in_ms(8000), &cancel };
	struct trust_store *store;

	scene->script[0] = (struct line){ PEER_HEAR, "\r\n\r\n", 0 };
	scene->script[1] = (struct line){ act, scene->page.bytes, scene->page.length };
	scene->script[2] = (struct line){ PEER_CLOSE, NULL, 0 };
	scene->script[3] = (struct line){ PEER_END, NULL, 0 };
	peer_start(&scene->peer, scene->script, VISITS);
	send_leaf(scene);
	cancel_open(&cancel);
	store = trust_store_load(&evidence->settings);
	trust_look(&env, &evidence->settings, store, &evidence->handshake, &evidence->trust);
	trust_store_free(store);
	cancel_close(&cancel);
	budget_free(budget);
}

static void end(struct scene *scene)
{
	peer_end(&scene->peer);
	buffer_free(&scene->page);
	evidence_free(&scene->evidence);
	forge_close(&scene->forge);
}

static void say_cert(struct scene *scene, const char *name)
{
	gnutls_datum_t der;

	gnutls_x509_crt_export2(forge_find(&scene->forge, name)->cert, GNUTLS_X509_FMT_DER, &der);
	buffer_add_format(&scene->page, "HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n", der.size);
	buffer_add(&scene->page, der.data, der.size);
	gnutls_free(der.data);
}

Test(tls_fetch, the_missing_issuer_completes_the_path, .timeout = 20)
{
	struct scene scene;

	begin(&scene);
	say_cert(&scene, "inter");
	look(&scene, PEER_SAY);
	cr_expect_eq(scene.evidence.trust.aia, 1);
	cr_expect_str_eq(scene.evidence.trust.aia_subject, "inter");
	cr_expect_not_null(scene.evidence.trust.repaired);
	cr_expect_not_null(scene.evidence.trust.leaf_issuer);
	end(&scene);
}

Test(tls_fetch, redirects_have_an_end, .timeout = 20)
{
	struct scene scene;

	begin(&scene);
	buffer_add_text(&scene.page, "HTTP/1.1 302 Found\r\nLocation: /again\r\n"
				     "Content-Length: 0\r\n\r\n");
	look(&scene, PEER_SAY);
	cr_expect_eq(scene.evidence.trust.aia, -1);
	cr_expect_str_eq(scene.evidence.trust.aia_why, WHY_LOCAL);
	cr_expect_null(scene.evidence.trust.repaired);
	end(&scene);
}

Test(tls_fetch, a_flood_is_cut_off, .timeout = 20)
{
	struct scene scene;

	begin(&scene);
	buffer_add_text(&scene.page, "HTTP/1.1 200 OK\r\n\r\n");
	look(&scene, PEER_FLOOD);
	cr_expect_eq(scene.evidence.trust.aia, -1);
	end(&scene);
}

Test(tls_fetch, somebody_else_proves_nothing, .timeout = 20)
{
	struct scene scene;

	begin(&scene);
	say_cert(&scene, "root");
	look(&scene, PEER_SAY);
	cr_expect_neq(scene.evidence.trust.aia, 1);
	cr_expect_null(scene.evidence.trust.repaired);
	cr_expect_null(scene.evidence.trust.leaf_issuer);
	end(&scene);
}
