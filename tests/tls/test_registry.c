/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does GnuTLS, which keeps lists of its own, agree with our tables? */
#include <criterion/criterion.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include "evidence/groups.h"
#include "evidence/suites.h"

static const struct {
	gnutls_protocol_t theirs;
	int ours;
} versions[] = {
	{ GNUTLS_SSL3, 0x0300 },
	{ GNUTLS_TLS1_0, 0x0301 },
	{ GNUTLS_TLS1_1, 0x0302 },
	{ GNUTLS_TLS1_2, 0x0303 },
	{ GNUTLS_TLS1_3, 0x0304 },
};

static int version_of(gnutls_protocol_t version)
{
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (versions[i].theirs == version)
			return versions[i].ours;
	return -1;
}

Test(registry, gnutls_knows_no_suite_by_another_name_or_number)
{
	unsigned char id[2];
	gnutls_cipher_algorithm_t cipher;
	gnutls_protocol_t lowest;
	const char *name;
	size_t count = 0, found = 0;

	for (; (name = gnutls_cipher_suite_info(count, id, NULL, &cipher, NULL, &lowest));
		count++) {
		const struct suite *suite = suite_find((unsigned)id[0] << 8 | id[1]);

		cr_assert_not_null(suite, "%s", name);
		const struct suite *called = suite_find_name(name, strlen(name));

		cr_expect(!called || called == suite, "%s is %s", name, suite->name);
		found += called != NULL;
		cr_expect(cipher == GNUTLS_CIPHER_NULL ||
				  suite->bits == (int)gnutls_cipher_get_key_size(cipher) * 8 ||
				  suite->cipher == CIPHER_DES3,
			"%s: %d bits", name, suite->bits);
		cr_expect_leq(suite->first_version, version_of(lowest), "%s", name);
		cr_expect_geq(suite->last_version, version_of(lowest), "%s", name);
	}
	cr_expect_gt(count, 100);
	cr_expect_gt(found, count * 9 / 10, "only %zu of %zu by name", found, count);
}

Test(registry, groups_of_gnutls_are_found_by_their_names)
{
	const gnutls_group_t *groups = gnutls_group_list();

	cr_assert_not_null(groups);
	for (; *groups; groups++) {
		const char *name = gnutls_group_get_name(*groups);

		cr_expect_not_null(group_find_name(name, strlen(name)), "%s", name);
	}
}
