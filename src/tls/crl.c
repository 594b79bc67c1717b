/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/crl.h"

#include <stdio.h>
#include <string.h>

enum { TAG_INDIRECT = 0x84 }; /* [4] of IssuingDistributionPoint */

/* The dotted text of an OID's bytes; "" when it doesn't fit. */
static void oid_text(struct der_bytes oid, char *ret, size_t room)
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
static bool is_indirect(struct der_bytes octets)
{
	struct der_value point, field;

	if (!der_take_tag(&octets, DER_SEQUENCE, &point))
		return false;
	while (der_take(&point.inside, &field))
		if (field.tag == TAG_INDIRECT)
			return field.inside.length == 1 && field.inside.at[0];
	return false;
}

static void read_extensions(struct der_bytes rest, struct crl *ret)
{
	static const uint8_t issuing_point[] = { 0x55, 0x1d, 0x1c };
	struct der_value list, extension, part;

	if (!der_take_tag(&rest, DER_SEQUENCE, &list))
		return;
	while (der_take_tag(&list.inside, DER_SEQUENCE, &extension)) {
		if (!der_take_tag(&extension.inside, DER_OID, &part) ||
			part.inside.length != sizeof(issuing_point) ||
			memcmp(part.inside.at, issuing_point, sizeof(issuing_point)) != 0)
			continue;
		der_take_tag(&extension.inside, DER_BOOLEAN, &part);
		if (der_take_tag(&extension.inside, DER_OCTETS, &part))
			ret->indirect = is_indirect(part.inside);
	}
}

static bool read_signed_part(struct der_bytes rest, struct crl *ret)
{
	struct der_value value;

	der_take_tag(&rest, DER_INTEGER, &value); /* version: absent in version 1 */
	if (!der_take_tag(&rest, DER_SEQUENCE, &value) ||
		!der_take_tag(&rest, DER_SEQUENCE, &value))
		return false;
	ret->issuer = value.whole;
	if (!der_take_time(&rest, &ret->this_update))
		return false;
	if (!der_take_time(&rest, &ret->next_update))
		ret->next_update = -1;
	if (der_take_tag(&rest, DER_SEQUENCE, &value))
		ret->entries = value.inside;
	if (der_take_tag(&rest, DER_NUMBERED, &value))
		read_extensions(value.inside, ret);
	return true;
}

bool crl_read(const void *bytes, size_t length, struct crl *ret)
{
	struct der_bytes rest = { bytes, length };
	struct der_value list, part, algorithm;

	*ret = (struct crl){ .this_update = -1, .next_update = -1 };
	if (!der_take_tag(&rest, DER_SEQUENCE, &list) ||
		!der_take_tag(&list.inside, DER_SEQUENCE, &part))
		return false;
	ret->signed_part = part.whole;
	if (!read_signed_part(part.inside, ret))
		return false;
	if (!der_take_tag(&list.inside, DER_SEQUENCE, &algorithm) ||
		!der_take_tag(&algorithm.inside, DER_OID, &part))
		return false;
	oid_text(part.inside, ret->algorithm, sizeof(ret->algorithm));
	if (!der_take_tag(&list.inside, DER_BITS, &part) || part.inside.length < 2)
		return false;
	ret->signature = (struct der_bytes){ part.inside.at + 1, part.inside.length - 1 };
	return true;
}

bool crl_names(const struct crl *crl, const void *serial, size_t length, int64_t *ret_when,
	bool *ret_broken)
{
	struct der_bytes rest = crl->entries;
	struct der_value entry, number;

	*ret_when = -1;
	*ret_broken = false;
	while (rest.length) {
		if (!der_take_tag(&rest, DER_SEQUENCE, &entry) ||
			!der_take_tag(&entry.inside, DER_INTEGER, &number)) {
			*ret_broken = true;
			return false;
		}
		if (number.inside.length != length || memcmp(number.inside.at, serial, length) != 0)
			continue;
		if (!der_take_time(&entry.inside, ret_when))
			*ret_when = -1;
		return true;
	}
	return false;
}
