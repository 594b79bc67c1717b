/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/cert9.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

enum { STEPS_MOST = 20000000, STEPS_AT_ONCE = 10000, VALUE_MOST = 1 << 20 };

/* sqlite.org/fileformat.html, 1.3: which version of the journal a file wants; 1 is none beside it. */
enum { HEADER_BYTES = 100, WRITE_VERSION = 18, READ_VERSION = 19, ROLLBACK = 1 };

/*
 * A certificate (CKO_CERTIFICATE) and what somebody said of it: an object of NSS' own kind (CKO_NSS_TRUST) with the
 * same issuer and serial number, whose word for servers is "trusted delegator" (pkcs11n.h).
 */
static const char query[] =
	"SELECT c.a11 FROM nssPublic AS c JOIN nssPublic AS t ON c.a81 = t.a81 AND c.a82 = t.a82 "
	"WHERE c.a0 = x'00000001' AND t.a0 = x'ce534353' AND t.ace536358 = x'ce534352' "
	"AND length(c.a11) > 0 LIMIT ?1";

/* ---- A stranger's file ---- */

/* Only reading columns is allowed, whatever views or triggers the file brings along. */
static int allow(void *context, int action, const char *first, const char *second,
	const char *database, const char *trigger)
{
	(void)context, (void)second, (void)database, (void)trigger;
	if (action == SQLITE_SELECT || (action == SQLITE_READ && first && !trigger))
		return SQLITE_OK;
	return action == SQLITE_FUNCTION && second && !strcmp(second, "length") ? SQLITE_OK
										: SQLITE_DENY;
}

static int count_steps(void *context)
{
	int *left = context;

	*left -= STEPS_AT_ONCE;
	return *left <= 0;
}

static void be_careful(sqlite3 *db, int *steps_left)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, VALUE_MOST);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100000);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 20);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
	sqlite3_progress_handler(db, STEPS_AT_ONCE, count_steps, steps_left);
	sqlite3_set_authorizer(db, allow, NULL);
}

/* COPY is the file in memory, so no journal of its can be there: it says that none is wanted. */
static sqlite3 *open_copy(char *copy, size_t length, int *steps_left)
{
	sqlite3 *db = NULL;

	if (length < HEADER_BYTES || memcmp(copy, "SQLite format 3", 16) != 0)
		return NULL;
	copy[WRITE_VERSION] = copy[READ_VERSION] = ROLLBACK;
	if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
			SQLITE_OK &&
		sqlite3_deserialize(db, "main", (unsigned char *)copy, (sqlite3_int64)length,
			(sqlite3_int64)length, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK) {
		be_careful(db, steps_left);
		return db;
	}
	sqlite3_close(db);
	return NULL;
}

/* ---- What is in it ---- */

static bool visit_rows(sqlite3_stmt *statement,
	void (*visit)(void *context, const void *der, size_t der_length), void *context)
{
	int result;

	while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
		const void *der = sqlite3_column_blob(statement, 0);
		int length = sqlite3_column_bytes(statement, 0);

		if (der && length > 0)
			visit(context, der, (size_t)length);
	}
	return result == SQLITE_DONE;
}

bool cert9_authorities(const char *bytes, size_t length,
	void (*visit)(void *context, const void *der, size_t der_length), void *context)
{
	char *copy = memory_new(length + 1, 1);
	int steps_left = STEPS_MOST;
	sqlite3_stmt *statement = NULL;
	bool good = false;
	sqlite3 *db;

	memcpy(copy, bytes, length);
	db = open_copy(copy, length, &steps_left);
	if (db && sqlite3_prepare_v2(db, query, -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_bind_int(statement, 1, CERT9_MOST) == SQLITE_OK)
		good = visit_rows(statement, visit, context);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	memset(copy, 0, length);
	free(copy);
	return good;
}
