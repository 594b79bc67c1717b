/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store is a stranger's file: what is in it is told, what is wrong with it is survived. */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/memory.h"
#include "probe/cert9.h"
#include "support/forge.h"
#include "tls/chain.h"

TestSuite(probe_cert9, .timeout = 300);

/* The columns of NSS that matter here (certutil 3.87 makes 114). */
#define TABLE                                                                           \
	"CREATE TABLE nssPublic (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0, a3, a11," \
	" a81, a82, a101, ace536358);"

#define CERTIFICATE "x'00000001'"
#define TRUST_OBJECT "x'ce534353'"
#define DELEGATOR "x'ce534352'" /* an authority */
#define TRUSTED "x'ce534351'" /* one server */
#define NOT_TRUSTED "x'ce53435a'"
#define TO_BE_VERIFIED "x'ce534353'"

struct store {
	sqlite3 *db;
	char *bytes;
	size_t length;
	char *found[CERT9_MOST];
	size_t count;
	bool good;
};

static void run(struct store *store, const char *sql)
{
	char *why = NULL;

	cr_assert_eq(sqlite3_exec(store->db, sql, NULL, NULL, &why), SQLITE_OK, "%s: %s", sql, why);
}

static void add_der(struct store *store, int number, const void *der, int length)
{
	sqlite3_stmt *statement;

	cr_assert_eq(sqlite3_prepare_v2(store->db,
			     "INSERT INTO nssPublic (id, a0, a11, a81, a82) "
			     "VALUES (?1, x'00000001', ?2, 'issuer', ?1)",
			     -1, &statement, NULL),
		SQLITE_OK);
	sqlite3_bind_int(statement, 1, number);
	sqlite3_bind_blob(statement, 2, der, length, SQLITE_STATIC);
	cr_assert_eq(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
}

/* What somebody said of certificate NUMBER. */
static void add_word(struct store *store, int number, const char *word)
{
	char *sql = memory_format("INSERT INTO nssPublic (id, a0, a81, a82, ace536358) "
				  "VALUES (%d, " TRUST_OBJECT ", 'issuer', %d, %s)",
		1000 + number, number, word);

	run(store, sql);
	free(sql);
}

static void begin(struct store *store)
{
	*store = (struct store){ 0 };
	cr_assert_eq(sqlite3_open(":memory:", &store->db), SQLITE_OK);
}

static void take_bytes(struct store *store)
{
	sqlite3_int64 length = 0;
	unsigned char *bytes = sqlite3_serialize(store->db, "main", &length, 0);

	cr_assert(bytes);
	store->bytes = memory_new((size_t)length, 1);
	memcpy(store->bytes, bytes, (size_t)length);
	store->length = (size_t)length;
	sqlite3_free(bytes);
	sqlite3_close(store->db);
}

static void visit(void *context, const void *der, size_t length)
{
	struct store *store = context;

	store->found[store->count++] = chain_subject(der, length);
}

static void read_it(struct store *store)
{
	store->good = cert9_authorities(store->bytes, store->length, visit, store);
}

static void end(struct store *store)
{
	for (size_t i = 0; i < store->count; i++)
		free(store->found[i]);
	free(store->bytes);
}

/* A store with the certificates of LINES (forge.h), of each of which the word of the same index was said. */
static void make(struct store *store, const char *const *lines, const char *const *words)
{
	struct forge forge;
	const char *why;

	begin(store);
	run(store, TABLE);
	forge_open(&forge, (int64_t)time(NULL));
	for (int i = 0; lines[i]; i++) {
		const struct forged *forged = forge_cert(&forge, lines[i], &why);
		gnutls_datum_t der;

		cr_assert(forged, "%s", why);
		cr_assert_geq(gnutls_x509_crt_export2(forged->cert, GNUTLS_X509_FMT_DER, &der), 0);
		add_der(store, i + 1, der.data, (int)der.size);
		gnutls_free(der.data);
		if (words[i])
			add_word(store, i + 1, words[i]);
	}
	forge_close(&forge);
	take_bytes(store);
	read_it(store);
}

Test(probe_cert9, authorities_that_were_added_are_told_by_subject)
{
	static const char *const lines[] = { "a ca cn=Box o=Hotel", "b ca cn=Cached",
		"c ca cn=Distrusted", "d ca cn=Undecided", "e cn=server.test", "f ca cn=Lab",
		NULL };
	static const char *const words[] = { DELEGATOR, NULL, NOT_TRUSTED, TO_BE_VERIFIED, TRUSTED,
		DELEGATOR };
	struct store store;

	make(&store, lines, words);
	cr_assert(store.good);
	cr_assert_eq(store.count, 2);
	cr_expect(strstr(store.found[0], "CN=Box"), "%s", store.found[0]);
	cr_expect(strstr(store.found[1], "CN=Lab"), "%s", store.found[1]);
	end(&store);
}

Test(probe_cert9, a_store_without_additions_is_known_to_have_none)
{
	static const char *const lines[] = { "b ca cn=Cached", NULL };
	static const char *const words[] = { NULL };
	struct store store;

	make(&store, lines, words);
	cr_expect(store.good);
	cr_expect_eq(store.count, 0);
	end(&store);
}

Test(probe_cert9, another_database_is_not_read)
{
	struct store store;

	begin(&store);
	run(&store, "CREATE TABLE moz_places (id, url); INSERT INTO moz_places VALUES (1, 'x')");
	take_bytes(&store);
	read_it(&store);
	cr_expect_not(store.good);
	end(&store);
}

/* Reading it would take for ever, or run what the file's author wrote. */
Test(probe_cert9, a_view_in_the_place_of_the_table_is_not_run)
{
	static const char *const bodies[] = {
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS a0, i "
		"AS a11, i AS a81, i AS a82, i AS ace536358 FROM n",
		"SELECT x'00000001' AS a0, zeroblob(900000000) AS a11, 1 AS a81, 1 AS a82, "
		"x'ce534352' AS ace536358",
		"SELECT load_extension('/tmp/x') AS a0, 1 AS a11, 1 AS a81, 1 AS a82, 1 AS "
		"ace536358",
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		char *sql = memory_format("CREATE VIEW nssPublic AS %s", bodies[i]);
		struct store store;

		begin(&store);
		run(&store, sql);
		take_bytes(&store);
		read_it(&store);
		cr_expect_not(store.good, "%s", bodies[i]);
		end(&store);
		free(sql);
	}
}

/* Each of them fits all of the others but for the last word: 400 million pairs, unless reading is given up. */
Test(probe_cert9, rows_without_end_cost_no_time_without_end)
{
	struct store store;

	begin(&store);
	run(&store, TABLE);
	run(&store, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) "
		    "INSERT INTO nssPublic (id, a0, a11, a81, a82) SELECT i, " CERTIFICATE
		    ", 'x', 1, 1 FROM n");
	run(&store, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) "
		    "INSERT INTO nssPublic (id, a0, a81, a82, ace536358) SELECT 50000 + "
		    "i, " TRUST_OBJECT ", 1, 1, " NOT_TRUSTED " FROM n");
	run(&store, "UPDATE nssPublic SET ace536358 = " DELEGATOR " WHERE id > 50000 AND id % 2");
	run(&store, "UPDATE nssPublic SET a82 = 2 WHERE ace536358 = " DELEGATOR);
	take_bytes(&store);
	read_it(&store);
	cr_expect_eq(store.count, 0);
	end(&store);
}

Test(probe_cert9, any_damage_is_survived)
{
	static const char *const lines[] = { "a ca cn=Box", "f ca cn=Lab", NULL };
	static const char *const words[] = { DELEGATOR, DELEGATOR };
	unsigned random = 1;
	struct store store;

	make(&store, lines, words);
	for (int i = 0; i < 3000; i++) {
		struct store damaged = { 0 };

		random = random * 1103515245u + 12345u;
		damaged.length = i % 3 ? store.length : random % store.length;
		damaged.bytes = memory_new(damaged.length + 1, 1);
		memcpy(damaged.bytes, store.bytes, damaged.length);
		for (int k = 0; k < 4 && damaged.length; k++) {
			random = random * 1103515245u + 12345u;
			damaged.bytes[random % (k % 2 ? damaged.length : damaged.length % 300 + 1) %
				      damaged.length] = (char)(random >> 16);
		}
		read_it(&damaged);
		end(&damaged);
	}
	end(&store);
}

/* Its newest pages would stand in a journal beside the file; what stands in the file is told. */
Test(probe_cert9, a_store_that_is_written_to_with_a_journal_beside_it)
{
	static const char *const lines[] = { "a ca cn=Box", NULL };
	static const char *const words[] = { DELEGATOR };
	struct store store;

	make(&store, lines, words);
	store.bytes[18] = store.bytes[19] = 2;
	read_it(&store);
	cr_expect(store.good);
	cr_expect_eq(store.count, 2);
	end(&store);
}
