/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/der.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

bool der_take(struct der_bytes *rest, struct der_value *ret)
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
	ret->inside = (struct der_bytes){ rest->at + head, length };
	ret->whole = (struct der_bytes){ rest->at, head + length };
	rest->at += head + length;
	rest->length -= head + length;
	return true;
}

bool der_take_tag(struct der_bytes *rest, int tag, struct der_value *ret)
{
	struct der_bytes before = *rest;

	if (der_take(rest, ret) && ret->tag == tag)
		return true;
	*rest = before;
	return false;
}

bool der_take_time(struct der_bytes *rest, int64_t *ret)
{
	struct der_bytes before = *rest;
	struct der_value value;
	struct tm when = { 0 };
	char text[16] = "";
	int year, read;

	if (!der_take(rest, &value) || (value.tag != DER_UTC_TIME && value.tag != DER_TIME) ||
		value.inside.length != (value.tag == DER_TIME ? 15 : 13)) {
		*rest = before;
		return false;
	}
	memcpy(text, value.inside.at, value.inside.length);
	for (size_t i = 0; i + 1 < value.inside.length; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	read = sscanf(text, value.tag == DER_TIME ? "%4d%2d%2d%2d%2d%2d" : "%2d%2d%2d%2d%2d%2d",
		&year, &when.tm_mon, &when.tm_mday, &when.tm_hour, &when.tm_min, &when.tm_sec);
	if (read != 6)
		return false;
	if (value.tag == DER_UTC_TIME)
		year += year < 50 ? 2000 : 1900;
	when.tm_year = year - 1900;
	when.tm_mon -= 1;
	*ret = (int64_t)timegm(&when);
	return true;
}

bool der_same(struct der_bytes a, struct der_bytes b)
{
	return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length));
}
