/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/sct.h"

#include <stdbool.h>
#include <string.h>

enum { LOG_ID = 32, LOGS_MOST = 16, TIMESTAMP = 8 };

/* What is left to read. */
struct span {
	const unsigned char *at;
	size_t length;
};

/* A big-endian number of WIDTH bytes; false when they aren't there. */
static bool take_number(struct span *span, size_t width, size_t *ret)
{
	if (span->length < width)
		return false;
	for (*ret = 0; width > 0; width--, span->at++, span->length--)
		*ret = *ret << 8 | *span->at;
	return true;
}

/* As many bytes as a number of WIDTH bytes before them says. */
static bool take_vector(struct span *span, size_t width, struct span *ret)
{
	size_t length;

	if (!take_number(span, width, &length) || span->length < length)
		return false;
	*ret = (struct span){ span->at, length };
	span->at += length;
	span->length -= length;
	return true;
}

/* ---- Lists ---- */

/* A log that isn't among the first COUNT of LOGS; it is added. */
static bool is_new_log(const unsigned char *log, unsigned char (*logs)[LOG_ID], int count)
{
	for (int i = 0; i < count; i++)
		if (!memcmp(logs[i], log, LOG_ID))
			return false;
	memcpy(logs[count], log, LOG_ID);
	return true;
}

int sct_count_list(const void *bytes, size_t length)
{
	unsigned char logs[LOGS_MOST][LOG_ID];
	struct span all = { bytes, length }, list, one;
	int count = 0;

	if (!take_vector(&all, 2, &list))
		return 0;
	while (count < LOGS_MOST && take_vector(&list, 2, &one))
		if (one.length > 1 + LOG_ID + TIMESTAMP && one.at[0] == 0)
			count += is_new_log(one.at + 1, logs, count);
	return count;
}

/* ---- In a Certificate message ---- */

/* The list among the extensions of an entry. */
static int count_among(struct span extensions)
{
	struct span content;
	size_t type;

	while (take_number(&extensions, 2, &type) && take_vector(&extensions, 2, &content))
		if (type == SCT_EXTENSION)
			return sct_count_list(content.at, content.length);
	return 0;
}

int sct_count_certificate(const void *bytes, size_t length, struct sct_leaf *ret_leaf)
{
	struct span all = { bytes, length }, context, list, der, extensions;

	*ret_leaf = (struct sct_leaf){ NULL, 0 };
	if (!take_vector(&all, 1, &context) || !take_vector(&all, 3, &list) ||
		!take_vector(&list, 3, &der) || !take_vector(&list, 2, &extensions))
		return -1;
	*ret_leaf = (struct sct_leaf){ der.at, der.length };
	return count_among(extensions);
}

/* ---- In an OCSP answer ---- */

/* The content of the OCTET STRING that SPAN begins with (X.690 section 8.1.3). */
static bool take_octets(struct span *span, struct span *ret)
{
	size_t tag, length;

	if (!take_number(span, 1, &tag) || tag != 0x04 || !take_number(span, 1, &length))
		return false;
	if (length > 0x82)
		return false;
	if (length >= 0x80 && (length == 0x80 || !take_number(span, length - 0x80, &length)))
		return false;
	if (span->length < length)
		return false;
	*ret = (struct span){ span->at, length };
	return true;
}

/* The extension's value is an OCTET STRING, and the list within is one again. Its place is found by the OID: no
 * other part of an answer to an honest client holds these bytes, and lying about it only fools the liar. */
int sct_count_ocsp(const void *bytes, size_t length)
{
	static const unsigned char oid[] = { 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79,
		0x02, 0x04, 0x05 };
	const unsigned char *at = bytes;

	for (; length > sizeof(oid); at++, length--) {
		struct span rest = { at + sizeof(oid), length - sizeof(oid) }, outer, inner;

		if (memcmp(at, oid, sizeof(oid)))
			continue;
		if (take_octets(&rest, &outer) && take_octets(&outer, &inner))
			return sct_count_list(inner.at, inner.length);
	}
	return 0;
}
