/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/roots.h"

#include <string.h>

/*
 * Roots of the largest public authorities. Fingerprints: Mozilla's list (certdata.txt) as in ca-certificates of
 * Debian 12, read 2026-11; the authorities publish the same at letsencrypt.org/certificates, pki.goog/repository,
 * digicert.com/kb/digicert-root-certificates.htm, amazontrust.com/repository and
 * microsoft.com/pkiops/docs/repository.htm.
 */
static const struct root roots[] = {
	{ "ISRG Root X1", "Internet Security Research Group",
		"96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6" },
	{ "ISRG Root X2", "Internet Security Research Group",
		"69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470" },
	{ "GTS Root R1", "Google Trust Services LLC",
		"d947432abde7b7fa90fc2e6b59101b1280e0e1c7e4e40fa3c6887fff57a7f4cf" },
	{ "GTS Root R4", "Google Trust Services LLC",
		"349dfa4058c5e263123b398ae795573c4e1313c83fe68f93556cd5e8031b3c7d" },
	{ "DigiCert Global Root G2", "DigiCert Inc",
		"cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f" },
	{ "DigiCert Global Root CA", "DigiCert Inc",
		"4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161" },
	{ "Amazon Root CA 1", "Amazon",
		"8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e" },
	{ "USERTrust RSA Certification Authority", "The USERTRUST Network",
		"e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2" },
	{ "Microsoft RSA Root Certificate Authority 2017", "Microsoft Corporation",
		"c741f70f4b2a8d88bf2e71c14122ef53ef10eba0cfa5e64cfa20f418853073e0" },
};

enum { ROOTS = sizeof(roots) / sizeof(roots[0]) };
_Static_assert(ROOTS <= ROOTS_MOST, "ROOTS_MOST is too small");

const struct root *root_at(size_t index)
{
	return index < ROOTS ? &roots[index] : NULL;
}

const struct root *root_by_print(const char *sha256)
{
	for (size_t i = 0; sha256 && i < ROOTS; i++)
		if (!strcmp(roots[i].sha256, sha256))
			return &roots[i];
	return NULL;
}

const struct root *root_by_name(const char *name, const char *organization)
{
	for (size_t i = 0; name && organization && i < ROOTS; i++)
		if (!strcmp(roots[i].name, name) && !strcmp(roots[i].organization, organization))
			return &roots[i];
	return NULL;
}
