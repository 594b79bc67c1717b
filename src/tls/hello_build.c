/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "evidence/groups.h"
#include "evidence/names.h"
#include "tls/bytes.h"
#include "tls/extensions.h"
#include "tls/hello.h"

#define RECORD_MOST 16384
/* What fits into one block of extensions, whatever the plan. */
#define SUITES_MOST 32000
#define LIST_MOST 4096
#define VERSIONS_MOST 120
#define ALPN_MOST 32
#define COOKIE_MOST 4096
#define SHARES_MOST 28000 /* bytes */
#define EXTENSIONS_MOST 65000 /* bytes, padding and all */
#define PADDING_LEAST 5 /* type, length and one byte: a last extension must not be empty */

static const unsigned usual_groups[] = { 29, 23, 24, 25, 30, 256, 257 };
static const unsigned usual_schemes[] = { 0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805,
	0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201 };

const struct numbers hello_usual_groups = { usual_groups,
	sizeof(usual_groups) / sizeof(usual_groups[0]) };
const struct numbers hello_usual_schemes = { usual_schemes,
	sizeof(usual_schemes) / sizeof(usual_schemes[0]) };

/* One ClientHello in the making. */
struct work {
	const struct hello_plan *plan;
	struct buffer *out;
	uint64_t noise;
	unsigned grease[6]; /* for suite, group, version, share and two extensions */
};

enum grease_place {
	GREASE_SUITE,
	GREASE_GROUP,
	GREASE_VERSION,
	GREASE_FIRST_EXTENSION,
	GREASE_LAST_EXTENSION,
};

bool hello_length_breaks(size_t length)
{
	return (length >= 256 && length <= 511) || length % 256 == 10 || length % 256 == 14;
}

/* RFC 8701 section 3.1: the two extensions must differ. */
static void choose_grease(struct work *work)
{
	for (size_t i = 0; i <= GREASE_LAST_EXTENSION; i++)
		work->grease[i] = 0x0a0a + 0x1010 * (unsigned)(next_noise(&work->noise) % 16);
	if (work->grease[GREASE_FIRST_EXTENSION] == work->grease[GREASE_LAST_EXTENSION])
		work->grease[GREASE_LAST_EXTENSION] ^= 0x1010;
}

static void write_list(struct work *work, const struct numbers *list, size_t most, int place)
{
	if (work->plan->grease && place >= 0)
		write_number(work->out, work->grease[place], 2);
	for (size_t i = 0; i < list->count && i < most; i++)
		if (list->at[i] <= 0xffff)
			write_number(work->out, list->at[i], 2);
}

static void write_suites(struct work *work)
{
	const struct hello_plan *plan = work->plan;
	size_t begin = write_begin(work->out, 2);

	write_list(work, &plan->suites, SUITES_MOST, GREASE_SUITE);
	if (plan->renegotiation_scsv)
		write_number(work->out, 0x00ff, 2);
	if (plan->fallback_scsv)
		write_number(work->out, 0x5600, 2);
	write_end(work->out, begin, 2);
}

static void write_compressions(struct work *work)
{
	const struct numbers *list = &work->plan->compressions;
	size_t begin = write_begin(work->out, 1);

	if (!list->count)
		write_number(work->out, 0, 1);
	for (size_t i = 0; i < list->count && i < 255; i++)
		write_number(work->out, list->at[i], 1);
	write_end(work->out, begin, 1);
}

static size_t begin_extension(struct work *work, unsigned type)
{
	write_number(work->out, type, 2);
	return write_begin(work->out, 2);
}

static void empty_extension(struct work *work, bool wanted, unsigned type)
{
	if (wanted)
		write_end(work->out, begin_extension(work, type), 2);
}

static void list_extension(
	struct work *work, unsigned type, const struct numbers *list, int width, int place)
{
	if (!list->count)
		return;
	size_t extension = begin_extension(work, type);
	size_t begin = write_begin(work->out, width);

	write_list(work, list, width == 1 ? VERSIONS_MOST : LIST_MOST, place);
	write_end(work->out, begin, width);
	write_end(work->out, extension, 2);
}

static void sni_extension(struct work *work)
{
	const char *name = work->plan->sni;

	if (!name)
		return;
	size_t extension = begin_extension(work, EXTENSION_SNI);
	size_t list = write_begin(work->out, 2);
	size_t length = strnlen(name, 255);

	write_number(work->out, 0, 1); /* host_name */
	write_number(work->out, (unsigned)length, 2);
	buffer_add(work->out, name, length);
	write_end(work->out, list, 2);
	write_end(work->out, extension, 2);
}

static void alpn_extension(struct work *work)
{
	const struct hello_plan *plan = work->plan;

	if (!plan->alpn_count)
		return;
	size_t extension = begin_extension(work, EXTENSION_ALPN);
	size_t list = write_begin(work->out, 2);

	for (size_t i = 0; i < plan->alpn_count && i < ALPN_MOST; i++) {
		size_t length = strnlen(plan->alpn[i], 255);

		write_number(work->out, (unsigned)length, 1);
		buffer_add(work->out, plan->alpn[i], length);
	}
	write_end(work->out, list, 2);
	write_end(work->out, extension, 2);
}

/* Extensions whose content never varies. */
static void fixed_extension(
	struct work *work, bool wanted, unsigned type, const char *bytes, size_t length)
{
	if (!wanted)
		return;
	size_t extension = begin_extension(work, type);

	buffer_add(work->out, bytes, length);
	write_end(work->out, extension, 2);
}

static size_t kem_size(const struct group *group)
{
	if (group->kind != GROUP_KEM && group->kind != GROUP_HYBRID)
		return 0;
	return group->bits == 512 ? 800 : group->bits == 768 ? 1184 : 1568;
}

/* A public key of ML-KEM: coefficients of 12 bits below 3329, or it is refused (FIPS 203, 7.2). */
static void write_kem_key(struct work *work, size_t length)
{
	for (size_t i = 0; i + 3 <= length - 32; i += 3) {
		uint64_t noise = next_noise(&work->noise);
		unsigned a = (unsigned)(noise & 0xffff) % 3329;
		unsigned b = (unsigned)(noise >> 16 & 0xffff) % 3329;

		write_number(work->out, a & 0xff, 1);
		write_number(work->out, (a >> 8 | b << 4) & 0xff, 1);
		write_number(work->out, b >> 4, 1);
	}
	write_noise(work->out, &work->noise, 32);
}

/* Bytes that have the form of a key of GROUP, though no curve holds such points. */
static void write_key(struct work *work, const struct group *group)
{
	size_t kem = kem_size(group);
	size_t curve = group->client_share - kem;
	bool kem_first = group->number ==
			 0x11ec; /* alone among its like: draft-ietf-tls-ecdhe-mlkem */
	bool point = group->kind != GROUP_FF && curve % 2; /* uncompressed: 4, x, y */

	if (kem && kem_first)
		write_kem_key(work, kem);
	if (point)
		write_number(work->out, 4, 1);
	write_noise(work->out, &work->noise, curve - point);
	if (kem && !kem_first)
		write_kem_key(work, kem);
}

static void write_share(struct work *work, const struct hello_share *share)
{
	const struct group *group = group_find(share->group);

	write_number(work->out, share->group, 2);
	size_t begin = write_begin(work->out, 2);

	if (share->size)
		write_noise(work->out, &work->noise,
			share->size < SHARES_MOST ? share->size : SHARES_MOST);
	else if (group && group->client_share)
		write_key(work, group);
	else
		write_noise(work->out, &work->noise, 1);
	write_end(work->out, begin, 2);
}

/* A share is left out where the vector would overflow. */
static void share_extension(struct work *work)
{
	const struct hello_plan *plan = work->plan;

	if (!plan->key_share)
		return;
	size_t extension = begin_extension(work, EXTENSION_KEY_SHARE);
	size_t list = write_begin(work->out, 2);

	if (plan->grease)
		write_share(work,
			&(struct hello_share){ .group = work->grease[GREASE_GROUP], .size = 1 });
	for (size_t i = 0; i < plan->share_count; i++) {
		size_t before = work->out->length;

		write_share(work, &plan->shares[i]);
		if (work->out->length - list > SHARES_MOST + 8)
			work->out->length = before;
	}
	write_end(work->out, list, 2);
	write_end(work->out, extension, 2);
}

static void cookie_extension(struct work *work)
{
	const struct hello_plan *plan = work->plan;

	if (!plan->cookie_length)
		return;
	size_t extension = begin_extension(work, EXTENSION_COOKIE);
	size_t begin = write_begin(work->out, 2);

	buffer_add(work->out, plan->cookie,
		plan->cookie_length < COOKIE_MOST ? plan->cookie_length : COOKIE_MOST);
	write_end(work->out, begin, 2);
	write_end(work->out, extension, 2);
}

/* The empty ones come first: some servers can't bear an empty extension at the end (testssl.sh PR 792). */
static void write_extensions(struct work *work)
{
	const struct hello_plan *plan = work->plan;

	empty_extension(work, plan->grease, work->grease[GREASE_FIRST_EXTENSION]);
	sni_extension(work);
	empty_extension(work, plan->extended_master_secret, EXTENSION_MASTER_SECRET);
	empty_extension(work, plan->encrypt_then_mac, EXTENSION_ENCRYPT_THEN_MAC);
	empty_extension(work, plan->session_ticket, EXTENSION_SESSION_TICKET);
	fixed_extension(work, plan->renegotiation_info, EXTENSION_RENEGOTIATION_INFO, "", 1);
	fixed_extension(work, plan->status_request, EXTENSION_STATUS_REQUEST, "\1\0\0\0\0", 5);
	alpn_extension(work);
	fixed_extension(work, plan->point_formats, EXTENSION_POINT_FORMATS, "\1\0", 2);
	list_extension(work, EXTENSION_GROUPS, &plan->groups, 2, GREASE_GROUP);
	list_extension(work, EXTENSION_SCHEMES, &plan->schemes, 2, -1);
	list_extension(work, EXTENSION_VERSIONS, &plan->versions, 1, GREASE_VERSION);
	fixed_extension(work, plan->psk_modes, EXTENSION_PSK_MODES, "\1\1", 2);
	cookie_extension(work);
	share_extension(work);
	fixed_extension(work, plan->grease, work->grease[GREASE_LAST_EXTENSION], "", 1);
}

/* Pads a message that has LENGTH bytes so far, ROOM more of extensions may follow. */
static void write_padding(struct work *work, size_t length, size_t room, bool extended)
{
	const struct hello_plan *plan = work->plan;
	size_t wanted = plan->length;

	if (plan->unpadded)
		return;
	if (!wanted) {
		if (!extended || !hello_length_breaks(length))
			return;
		wanted = length + PADDING_LEAST;
		while (hello_length_breaks(wanted))
			wanted++;
	}
	if (wanted <= length)
		return;
	size_t bytes = wanted - length < PADDING_LEAST ? 1 : wanted - length - 4;
	size_t extension = begin_extension(work, EXTENSION_PADDING);

	for (size_t i = 0; i < bytes && i + 4 < room; i++)
		buffer_add_char(work->out, '\0');
	write_end(work->out, extension, 2);
}

static void write_message(struct work *work)
{
	const struct hello_plan *plan = work->plan;

	write_number(work->out, 1, 1); /* client_hello */
	size_t message = write_begin(work->out, 3);

	write_number(work->out, (unsigned)plan->version & 0xffff, 2);
	write_noise(work->out, &work->noise, 32);
	write_number(work->out, plan->session_id ? 32 : 0, 1);
	write_noise(work->out, &work->noise, plan->session_id ? 32 : 0);
	write_suites(work);
	write_compressions(work);
	size_t extensions = write_begin(work->out, 2);

	write_extensions(work);
	bool extended = work->out->length > extensions + 2;

	write_padding(work, work->out->length, EXTENSIONS_MOST - (work->out->length - extensions),
		extended);
	if (work->out->length > extensions + 2)
		write_end(work->out, extensions, 2);
	else
		work->out->length = extensions;
	write_end(work->out, message, 3);
}

static void write_records(const struct buffer *message, int version, struct buffer *ret)
{
	for (size_t at = 0; at < message->length; at += RECORD_MOST) {
		size_t left = message->length - at;
		size_t length = left < RECORD_MOST ? left : RECORD_MOST;

		write_number(ret, 22, 1); /* handshake */
		write_number(ret, (unsigned)version & 0xffff, 2);
		write_number(ret, (unsigned)length, 2);
		buffer_add(ret, message->bytes + at, length);
	}
}

/* The CLIENT-HELLO of draft-hickman-netscape-ssl-00; suites of two bytes get a 0 before (RFC 5246, E.2). */
static void write_ssl2(struct work *work)
{
	const struct hello_plan *plan = work->plan;
	size_t record = write_begin(work->out, 2);

	write_number(work->out, 1, 1); /* CLIENT-HELLO */
	write_number(work->out, (unsigned)plan->version & 0xffff, 2);
	size_t kinds = write_begin(work->out, 2);

	write_number(work->out, 0, 2); /* no session */
	write_number(work->out, 16, 2); /* challenge */
	size_t first = work->out->length;

	for (size_t i = 0; i < plan->suites.count && i < 10000; i++)
		write_number(work->out, plan->suites.at[i], 3);
	if (plan->renegotiation_scsv)
		write_number(work->out, 0x00ff, 3);
	if (plan->fallback_scsv)
		write_number(work->out, 0x5600, 3);
	size_t length = work->out->length - first;

	work->out->bytes[kinds] = (char)(unsigned char)(length >> 8);
	work->out->bytes[kinds + 1] = (char)(unsigned char)length;
	write_noise(work->out, &work->noise, 16);
	write_end(work->out, record, 2);
	work->out->bytes[record] = (char)(work->out->bytes[record] | (char)0x80);
}

void hello_build(const struct hello_plan *plan, struct buffer *ret)
{
	struct buffer message = { 0 };
	struct work work = { .plan = plan, .out = &message, .noise = plan->seed };
	int version = plan->record_version;

	choose_grease(&work);
	if (plan->ssl2_form || plan->version == 0x0002) {
		write_ssl2(&work);
		buffer_add(ret, message.bytes, message.length);
	} else {
		if (!version)
			version = plan->version == 0x0300 ? 0x0300 : 0x0301;
		write_message(&work);
		write_records(&message, version, ret);
	}
	buffer_free(&message);
}
