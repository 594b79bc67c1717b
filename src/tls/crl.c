/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/crl.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	TAG_BOOLEAN = 0x01,
	TAG_INTEGER = 0x02,
	TAG_BITS = 0x03,
	TAG_OCTETS = 0x04,
	TAG_OID = 0x06,
	TAG_UTC_TIME = 0x17,
	TAG_TIME = 0x18,
	TAG_SEQUENCE = 0x30,
	TAG_EXTENSIONS = 0xa0,
	TAG_INDIRECT = 0x84, /* [4] of IssuingDistributionPoint */
};

struct value {
	int tag;
	struct crl_bytes inside; /* without tag and length */
	struct crl_bytes whole;
};

/* Takes one value off the front of REST. Lengths of more than four bytes don't fit what we read. */
static bool take(struct crl_bytes *rest, struct value *ret)
{
	size_t head = 2, length;

	if (rest->length < 2 || (rest->at[0] & 0x1f) == 0x1f)
		return false;
	length = rest->at[1];
	if (length & 0x80) {
		size_t count = length & 0x7f;

		if (count == 0 || count > 4 || rest->length < 2 + count)
			return false;
		length = 0;
		for (size_t i = 0; i < count; i++)
			length = length << 8 | rest->at[2 + i];
		head += count;
	}
	if (length > rest->length - head)
		return false;
	ret->tag = rest->at[0];
	ret->inside = (struct crl_bytes){ rest->at + head, length };
	ret->whole = (struct crl_bytes){ rest->at, head + length };
	rest->at += head + length;
	rest->length -= head + length;
	return true;
}

static bool take_tag(struct crl_bytes *rest, int tag, struct value *ret)
{
	struct crl_bytes before = *rest;

	if (take(rest, ret) && ret->tag == tag)
		return true;
	*rest = before;
	return false;
}

/* "YYMMDDHHMMSSZ" or "YYYYMMDDHHMMSSZ" (RFC 5280 section 4.1.2.5). */
static bool take_time(struct crl_bytes *rest, int64_t *ret)
{
	struct crl_bytes before = *rest;
	struct value value;
	struct tm when = { 0 };
	char text[16] = "";
	int year, read;

	if (!take(rest, &value) || (value.tag != TAG_UTC_TIME && value.tag != TAG_TIME) ||
		value.inside.length != (value.tag == TAG_TIME ? 15 : 13)) {
		*rest = before;
		return false;
	}
	memcpy(text, value.inside.at, value.inside.length);
	for (size_t i = 0; i + 1 < value.inside.length; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	read = sscanf(text, value.tag == TAG_TIME ? "%4d%2d%2d%2d%2d%2d" : "%2d%2d%2d%2d%2d%2d",
		&year, &when.tm_mon, &when.tm_mday, &when.tm_hour, &when.tm_min, &when.tm_sec);
	if (read != 6)
		return false;
	if (value.tag == TAG_UTC_TIME)
		year += year < 50 ? 2000 : 1900;
	when.tm_year = year - 1900;
	when.tm_mon -= 1;
	*ret = (int64_t)timegm(&when);
	return true;
}

/* The dotted text of an OID's bytes; "" when it doesn't fit. */
static void oid_text(struct crl_bytes oid, char *ret, size_t room)
{
	uint64_t part = 0;
	size_t used = 0;
	bool first = true;

	*ret = '\0';
	for (size_t i = 0; i < oid.length; i++) {
		int wrote;

		part = part << 7 | (oid.at[i] & 0x7f);
		if (oid.at[i] & 0x80)
			continue;
		if (first) {
			unsigned root = part < 40 ? 0 : part < 80 ? 1 : 2;

			wrote = snprintf(
				ret, room, "%u.%llu", root, (unsigned long long)(part - 40 * root));
		} else {
			wrote = snprintf(
				ret + used, room - used, ".%llu", (unsigned long long)part);
		}
		used += (size_t)wrote;
		if (used >= room) {
			*ret = '\0';
			return;
		}
		first = false;
		part = 0;
	}
}

/* IssuingDistributionPoint (RFC 5280 section 5.2.5) with indirectCRL. */
static bool is_indirect(struct crl_bytes octets)
{
	struct value point, field;

	if (!take_tag(&octets, TAG_SEQUENCE, &point))
		return false;
	while (take(&point.inside, &field))
		if (field.tag == TAG_INDIRECT)
			return field.inside.length == 1 && field.inside.at[0];
	return false;
}

static void read_extensions(struct crl_bytes rest, struct crl *ret)
{
	static const uint8_t issuing_point[] = { 0x55, 0x1d, 0x1c };
	struct value list, extension, part;

	if (!take_tag(&rest, TAG_SEQUENCE, &list))
		return;
	while (take_tag(&list.inside, TAG_SEQUENCE, &extension)) {
		if (!take_tag(&extension.inside, TAG_OID, &part) ||
			part.inside.length != sizeof(issuing_point) ||
			memcmp(part.inside.at, issuing_point, sizeof(issuing_point)) != 0)
			continue;
		take_tag(&extension.inside, TAG_BOOLEAN, &part);
		if (take_tag(&extension.inside, TAG_OCTETS, &part))
			ret->indirect = is_indirect(part.inside);
	}
}

static bool read_signed_part(struct crl_bytes rest, struct crl *ret)
{
	struct value value;

	take_tag(&rest, TAG_INTEGER, &value); /* version: absent in version 1 */
	if (!take_tag(&rest, TAG_SEQUENCE, &value) || !take_tag(&rest, TAG_SEQUENCE, &value))
		return false;
	ret->issuer = value.whole;
	if (!take_time(&rest, &ret->this_update))
		return false;
	if (!take_time(&rest, &ret->next_update))
		ret->next_update = -1;
	if (take_tag(&rest, TAG_SEQUENCE, &value))
		ret->entries = value.inside;
	if (take_tag(&rest, TAG_EXTENSIONS, &value))
		read_extensions(value.inside, ret);
	return true;
}

bool crl_read(const void *bytes, size_t length, struct crl *ret)
{
	struct crl_bytes rest = { bytes, length };
	struct value list, part, algorithm;

	*ret = (struct crl){ .this_update = -1, .next_update = -1 };
	if (!take_tag(&rest, TAG_SEQUENCE, &list) || !take_tag(&list.inside, TAG_SEQUENCE, &part))
		return false;
	ret->signed_part = part.whole;
	if (!read_signed_part(part.inside, ret))
		return false;
	if (!take_tag(&list.inside, TAG_SEQUENCE, &algorithm) ||
		!take_tag(&algorithm.inside, TAG_OID, &part))
		return false;
	oid_text(part.inside, ret->algorithm, sizeof(ret->algorithm));
	if (!take_tag(&list.inside, TAG_BITS, &part) || part.inside.length < 2)
		return false;
	ret->signature = (struct crl_bytes){ part.inside.at + 1, part.inside.length - 1 };
	return true;
}

bool crl_names(const struct crl *crl, const void *serial, size_t length, int64_t *ret_when,
	bool *ret_broken)
{
	struct crl_bytes rest = crl->entries;
	struct value entry, number;

	*ret_when = -1;
	*ret_broken = false;
	while (rest.length) {
		if (!take_tag(&rest, TAG_SEQUENCE, &entry) ||
			!take_tag(&entry.inside, TAG_INTEGER, &number)) {
			*ret_broken = true;
			return false;
		}
		if (number.inside.length != length || memcmp(number.inside.at, serial, length) != 0)
			continue;
		if (!take_time(&entry.inside, ret_when))
			*ret_when = -1;
		return true;
	}
	return false;
}
