/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/paste_codes.h"

#include <limits.h>
#include <string.h>

#define DIGITS_MOST 12
#define BEFORE_MOST 48 /* of the tight text: as far back as a name may stand */

static const char *const names[CODE_FAMILY_COUNT] = {
	[CODE_OPENSSL] = "openssl",
	[CODE_OPENSSL_COMMON] = "openssl-common",
	[CODE_OPENSSL_X509] = "openssl-x509",
	[CODE_OPENSSL_PEM] = "openssl-pem",
	[CODE_OPENSSL_PROVIDER] = "openssl-provider",
	[CODE_BORINGSSL] = "boringssl",
	[CODE_VERIFY] = "verify",
	[CODE_ALERT] = "alert",
	[CODE_ALERT_SENT] = "alert-sent",
	[CODE_SCHANNEL] = "schannel",
	[CODE_WINHTTP] = "winhttp",
	[CODE_EVENT] = "event",
	[CODE_NSS] = "nss",
	[CODE_APPLE] = "apple",
	[CODE_NSURL] = "nsurl",
	[CODE_CHROME] = "chrome",
	[CODE_CURL] = "curl",
	[CODE_GNUTLS] = "gnutls",
	[CODE_MBEDTLS] = "mbedtls",
	[CODE_HTTP] = "http",
};

const char *code_family_name(enum code_family family)
{
	return family < CODE_FAMILY_COUNT ? names[family] : "";
}

enum code_family code_family_by_name(const char *name, size_t length)
{
	for (enum code_family family = 0; family < CODE_FAMILY_COUNT; family++)
		if (strlen(names[family]) == length && !strncmp(names[family], name, length))
			return family;
	return CODE_FAMILY_COUNT;
}

/* ---- The number as it stands there ---- */

struct number {
	char digits[DIGITS_MOST + 1]; /* without "0x" */
	size_t length;
	bool is_hex; /* has "0x", or letters */
	bool has_0x;
	bool negative;
	bool colon; /* ends with ':' or '|' */
	bool marked; /* "(" or ":" or "=" stands before it, maybe with a blank */
	bool version; /* more follows behind a dot: "7.88" */
	bool alone; /* all that was pasted */
	bool ends_short; /* it ends a text of a few words */
	unsigned long decimal, hex;
	const char *before; /* tight text up to it */
	size_t before_length;
	const char *after; /* tight text from its end on */
	size_t after_length;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z');
}

/* Whether the bytes of the plain text between FROM and TO are only a line break with its blanks. */
static bool is_break(const struct paste_text *text, size_t from, size_t to)
{
	bool newline = false;

	for (size_t i = from; i < to; i++) {
		if (text->plain[i] != '\n' && text->plain[i] != ' ')
			return false;
		newline = newline || text->plain[i] == '\n';
	}
	return newline;
}

/*
 * The run of letters and digits from PLACE of the tight text on: as it stands in the plain text, or over
 * one line break where a number of eight digits was cut. Returns its length in the tight text.
 */
static size_t run_length(const struct paste_text *text, size_t place)
{
	size_t length = 1;
	bool broken = false;

	while (place + length < text->tight_length && length <= DIGITS_MOST + 2) {
		size_t last = text->at[place + length - 1], next = text->at[place + length];

		if (!is_word(text->tight[place + length]))
			break;
		if (next != last + 1) {
			if (broken || length >= 8 || !is_break(text, last + 1, next) ||
				!is_hex_digit(text->tight[place + length]))
				break;
			broken = true;
		}
		length++;
	}
	/* A word after a number at the end of a line is no part of it. */
	if (broken && length != 8 && length != 10) {
		length = 1;
		while (place + length < text->tight_length &&
			text->at[place + length] == text->at[place + length - 1] + 1 &&
			is_word(text->tight[place + length]))
			length++;
	}
	return length;
}

static bool read_digits(const char *run, size_t length, struct number *ret)
{
	ret->has_0x = length > 2 && run[0] == '0' && run[1] == 'x';
	if (ret->has_0x) {
		run += 2;
		length -= 2;
	}
	if (!length || length > DIGITS_MOST)
		return false;
	ret->is_hex = ret->has_0x;
	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned)(is_digit(run[i]) ? run[i] - '0' : run[i] - 'a' + 10);

		if (!is_hex_digit(run[i]))
			return false;
		ret->is_hex = ret->is_hex || !is_digit(run[i]);
		ret->digits[i] = run[i];
		ret->hex = ret->hex * 16 + digit;
		ret->decimal = ret->decimal * 10 + digit;
	}
	ret->length = length;
	return true;
}

static bool read_number(const struct paste_text *text, size_t place, bool whole, struct number *ret,
	size_t *ret_end)
{
	size_t length = run_length(text, place);
	size_t start = text->at[place], end = text->at[place + length - 1] + 1;

	*ret = (struct number){ .before = text->tight, .before_length = place };
	ret->after = text->tight + place + length;
	ret->after_length = text->tight_length - place - length;
	*ret_end = end;
	if (!read_digits(text->tight + place, length, ret))
		return false;
	ret->negative = start > 0 && text->plain[start - 1] == '-' &&
			(start < 2 || !is_word(text->plain[start - 2]));
	for (size_t i = start; i > 0 && start - i < 3 && !ret->marked; i--)
		ret->marked = strchr("(:=[", text->plain[i - 1]) != NULL;
	ret->version = end + 1 < text->length && text->plain[end] == '.' &&
		       is_digit(text->plain[end + 1]);
	ret->colon = end < text->length && (text->plain[end] == ':' || text->plain[end] == '|');
	ret->ends_short = whole && place + length == text->tight_length && place <= 20;
	ret->alone = whole && place == 0 && place + length == text->tight_length;
	return true;
}

/* ---- What stands before and after ---- */

static bool ends(const struct number *number, const char *text)
{
	size_t length = strlen(text);

	return number->before_length >= length &&
	       !memcmp(number->before + number->before_length - length, text, length);
}

static bool ends_any(const struct number *number, const char *const *texts)
{
	for (; *texts; texts++)
		if (ends(number, *texts))
			return true;
	return false;
}

/* Whether TEXT stands in the MOST bytes of tight text before. */
static bool near_before(const struct number *number, const char *text, size_t most)
{
	size_t length = strlen(text);
	size_t from = number->before_length > most ? number->before_length - most : 0;

	for (size_t i = from; i + length <= number->before_length; i++)
		if (!memcmp(number->before + i, text, length))
			return true;
	return false;
}

static bool near_after(const struct number *number, const char *text, size_t most)
{
	size_t length = strlen(text);
	size_t to = number->after_length < most ? number->after_length : most;

	for (size_t i = 0; i + length <= to; i++)
		if (!memcmp(number->after + i, text, length))
			return true;
	return false;
}

static bool near(const struct number *number, const char *text)
{
	return near_before(number, text, BEFORE_MOST) || near_after(number, text, BEFORE_MOST);
}

/* ---- The families ---- */

struct readings {
	struct code *items;
	size_t count;
};

static void add(struct readings *to, enum code_family family, long number, bool sure)
{
	if (to->count < CODES_MOST)
		to->items[to->count++] =
			(struct code){ .family = family, .number = number, .sure = sure };
}

/* Reasons from 1000 on are alerts that came (OpenSSL's SSL_AD_REASON_OFFSET, BoringSSL's too). */
static void add_reason(struct readings *to, enum code_family family, long reason, bool sure)
{
	if (reason >= 1000 && reason < 1256)
		add(to, CODE_ALERT, reason - 1000, sure);
	else
		add(to, family, reason, sure);
}

static enum code_family openssl_library(unsigned long library)
{
	switch (library) {
	case 20:
		return CODE_OPENSSL;
	case 11:
		return CODE_OPENSSL_X509;
	case 9:
		return CODE_OPENSSL_PEM;
	case 57:
		return CODE_OPENSSL_PROVIDER;
	default:
		return CODE_FAMILY_COUNT;
	}
}

/*
 * A packed number of eight hexadecimal digits. OpenSSL 1.x and LibreSSL: library 8 bits, function 12,
 * reason 12. OpenSSL 3: 9 bits of library, 23 of reason, of which the highest mark what all libraries
 * share. BoringSSL: library 8 bits (16 is SSL), reason 12.
 */
static void read_openssl(const struct number *number, struct readings *to)
{
	bool said = ends(number, "error") && number->colon;
	unsigned long packed = number->hex;
	enum code_family old = openssl_library(packed >> 24);
	enum code_family new = openssl_library(packed >> 23);
	bool telling;

	if (number->length != 8 || number->negative || number->has_0x)
		return;
	telling = said || near_after(number, "sslroutines", 40) || number->alone ||
		  (number->digits[0] == '0' && number->digits[1] == 'a');
	if (packed >> 24 == 16 && !(packed & 0xfff000))
		add_reason(to, CODE_BORINGSSL, (long)(packed & 0xfff), telling);
	else if (new != CODE_FAMILY_COUNT && (packed & 0xc0000))
		add(to, CODE_OPENSSL_COMMON, (long)(packed & 0x3ffff), telling);
	else if (new != CODE_FAMILY_COUNT && !(packed & 0x7c0000))
		add_reason(to, new, (long)(packed & 0x3ffff), telling);
	else if (old != CODE_FAMILY_COUNT && (old == CODE_OPENSSL || said))
		add_reason(to, old, (long)(packed & 0xfff), telling);
}

/* BoringSSL's packed number in decimal, as Envoy prints it. */
static void read_envoy(const struct number *number, struct readings *to)
{
	if (number->is_hex || number->negative || number->decimal >> 24 != 16 ||
		number->decimal & 0xfff000)
		return;
	if (ends(number, "tlserror") || near_after(number, "sslroutines", 40))
		add_reason(to, CODE_BORINGSSL, (long)(number->decimal & 0xfff), true);
}

static bool is_windows_area(unsigned long value)
{
	unsigned long area = value >> 16;

	return value <= 0xffffffff &&
	       (area == 0x8009 || area == 0x800b || area == 0x8007 || area == 0x0009);
}

static void add_windows(struct readings *to, unsigned long value, bool sure)
{
	if (value >> 16 == 0x8007) {
		if ((value & 0xffff) >= 12000 && (value & 0xffff) < 13000)
			add(to, CODE_WINHTTP, (long)(value & 0xffff), sure);
	} else {
		add(to, CODE_SCHANNEL, (long)value, sure);
	}
}

/* 0x80090326, 80090326, -2146893018, 2148074278. */
static void read_windows(const struct number *number, struct readings *to)
{
	unsigned long value = 0;

	if (number->length == 8 && !number->negative && is_windows_area(number->hex))
		value = number->hex;
	else if (!number->is_hex && number->length == 10 && number->negative)
		value = (unsigned long)(0x100000000 - number->decimal) & 0xffffffff;
	else if (!number->is_hex && number->length == 10)
		value = number->decimal;
	if (value && is_windows_area(value))
		add_windows(to, value, number->has_0x || number->negative || number->alone);
}

static void read_winhttp(const struct number *number, struct readings *to)
{
	if (number->is_hex || number->length != 5 || number->decimal < 12000 ||
		number->decimal >= 13000 || number->negative)
		return;
	if (near(number, "winhttp") || near(number, "wininet") || near(number, "errorinternet") ||
		near(number, "winhttprequest") || near(number, "wininetstatus"))
		add(to, CODE_WINHTTP, (long)number->decimal, true);
}

static void read_event(const struct number *number, struct readings *to)
{
	if (number->is_hex || number->decimal < 36864 || number->decimal > 36899)
		return;
	add(to, CODE_EVENT, (long)number->decimal,
		near(number, "schannel") || near(number, "event") || ends(number, "errorcode") ||
			number->alone);
}

static void read_nss(const struct number *number, long value, struct readings *to)
{
	bool range = (value <= -12200 && value >= -12300) || (value <= -8000 && value >= -8200) ||
		     (value <= -5930 && value >= -6000) || (value <= -16370 && value >= -16390);

	if (range)
		add(to, CODE_NSS, value,
			near(number, "nss") || number->alone || near(number, "sslerror") ||
				near(number, "secerror"));
}

static void read_apple(const struct number *number, long value, struct readings *to)
{
	if (value <= -9800 && value >= -9899)
		add(to, CODE_APPLE, value,
			number->alone || near(number, "osstatus") || near(number, "ssl") ||
				near(number, "tls") || near(number, "cfnetwork") ||
				near(number, "cfstream") || near(number, "kcf") ||
				near(number, "securetransport"));
	if ((value <= -1200 && value >= -1206) || value == -1022 || value == -2000)
		add(to, CODE_NSURL, value,
			number->alone || near(number, "nsurl") || near(number, "cfnetwork") ||
				near(number, "kcf") || near(number, "code"));
}

static void read_chrome(const struct number *number, long value, struct readings *to)
{
	static const char *const cues[] = { "neterror", "neterrorcode", "neterr", "errorcode",
		"chromeerror", "electronerror", NULL };

	if (value > -100 || value < -999)
		return;
	if (ends(number, "neterror") || ends(number, "neterr") || ends(number, "net"))
		add(to, CODE_CHROME, value, true);
	else if (ends_any(number, cues) && near_after(number, "err", 6))
		add(to, CODE_CHROME, value, true);
}

static void read_negative(const struct number *number, struct readings *to)
{
	long value = -(long)(number->decimal <= INT_MAX ? number->decimal : 0);

	if (number->has_0x) {
		if (number->length == 4 && number->hex >= 0x2000 && number->hex < 0x8000)
			add(to, CODE_MBEDTLS, (long)number->hex,
				number->alone || near(number, "ssl") || near(number, "mbed") ||
					near(number, "x509") || near(number, "handshake"));
		return;
	}
	if (number->is_hex)
		return;
	read_nss(number, value, to);
	read_apple(number, value, to);
	read_chrome(number, value, to);
	if (value >= -500 && (near_before(number, "gnutls", 40)))
		add(to, CODE_GNUTLS, value, true);
	if (value <= -8192 && value >= -32767 && near(number, "mbed"))
		add(to, CODE_MBEDTLS, -value, true);
}

static bool is_curl_code(unsigned long value)
{
	static const unsigned char tls[] = { 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90,
		91, 95, 96, 97, 98 };

	for (size_t i = 0; i < sizeof(tls); i++)
		if (tls[i] == value)
			return true;
	return false;
}

static void read_curl(const struct number *number, struct readings *to)
{
	static const char *const cues[] = { "curl", "curlerror", "curlerrorcode", "curlerrno",
		"curlexitcode", "curlexitstatus", "curlexitedwith", "curlreturned", "curle",
		"curlcode", "curlfailedwithcode", "curlfailedwithexitcode", "curlexitedwithcode",
		"curlreturnederror", "curlreturncode", "libcurlerror", "libcurlerrorcode",
		"curlerrorno", "curleasyperformfailed", NULL };
	static const char *const exits[] = { "exitcode", "exitstatus", "returnedexitcode",
		"errorcode", "exitedwithcode", "exitedwith", "returncode", "rc", "errno",
		"returned", NULL };

	if (number->negative || number->is_hex || number->length > 2 || number->version)
		return;
	if (ends(number, "curl") ? number->marked : ends_any(number, cues))
		add(to, CODE_CURL, (long)number->decimal, true);
	else if (number->alone && is_curl_code(number->decimal))
		add(to, CODE_CURL, (long)number->decimal, true);
	else if (ends_any(number, exits) && near(number, "curl"))
		add(to, CODE_CURL, (long)number->decimal, true);
}

/* "alert number 40", "alert(40)", "fatal alert code is 40", "type: [2:40]", "handshake_failure (40)". */
static void read_alert(const struct number *number, struct readings *to)
{
	static const char *const came[] = { "alertnumber", "alert", "alertcodeis", "alertcode",
		"alertdescription", "alertid", "alertvalue", "fatalalert", "alertfatal",
		"alertmessagetype2", "gotanalertmessagetype2", "receivedalert",
		"alertdescriptioncode", "fatalalertwasreceived", "sslalertnumber", "tlsalertnumber",
		"alertprotocol", NULL };
	static const char *const sent[] = { "fatalerrorcodeis", "sendingalert",
		"fatalalertwasgenerated", "fatalalertgenerated", "alertsent", "sentalert",
		"sendalert", NULL };

	if (number->negative || number->is_hex || number->length > 3 || number->decimal > 255 ||
		number->version)
		return;
	if (ends_any(number, sent) &&
		(near_before(number, "alert", 200) || near_before(number, "schannel", 200)))
		add(to, CODE_ALERT_SENT, (long)number->decimal, true);
	else if (ends_any(number, came) && near_before(number, "generatedandsent", 120))
		add(to, CODE_ALERT_SENT, (long)number->decimal, true);
	else if (ends_any(number, came))
		add(to, CODE_ALERT, (long)number->decimal,
			number->marked || number->ends_short ||
				near_before(number, "event3688", 40) ||
				near_before(number, "sslalert", 14) ||
				near_before(number, "tlsalert", 14));
	else if (near_before(number, "alert", 40) && number->length >= 2 &&
		 (ends(number, "failure") || ends(number, "unknownca") || ends(number, "version") ||
			 ends(number, "certificate") || ends(number, "name")))
		add(to, CODE_ALERT, (long)number->decimal, false);
}

static void read_verify(const struct number *number, struct readings *to)
{
	static const char *const cues[] = { "verifyerrornum", "verifyreturncode", "errornum",
		"verifyerror", "verifyerrorcode", "certificateverifyerror", "verifyresult",
		"x509verr", "verificationerror", "sslcertificateverifyresult", "verifyerrors",
		"certificateverificationerror", "tlsverifyerror", NULL };

	if (number->negative || number->is_hex || number->length > 2 || !number->decimal)
		return;
	if (ends_any(number, cues))
		add(to, CODE_VERIFY, (long)number->decimal, true);
	else if (ends(number, "error") && number->after_length >= 3 &&
		 !memcmp(number->after, "at", 2) && near_after(number, "depthlookup", 20))
		add(to, CODE_VERIFY, (long)number->decimal, true);
}

static void read_http(const struct number *number, struct readings *to)
{
	static const char *const cues[] = { "error", "errorcode", "httperror", "http", "http10",
		"http11", "http2", "status", "statuscode", "httpstatus", "responsecode", "httpcode",
		"errornumber", "code", "fehler", "fout", "erreur", "codigo", "responded",
		"respondedwith", "foutcode", "fehlercode", "httpresponse", NULL };
	unsigned long value = number->decimal;

	if (number->negative || number->is_hex || number->length != 3 || value < 400)
		return;
	if (number->alone || ends_any(number, cues))
		add(to, CODE_HTTP, (long)value,
			number->alone || (value >= 495 && value <= 497) || value == 525 ||
				value == 526 || near(number, "cloudflare") || near(number, "ssl"));
}

size_t code_read(const struct paste_text *text, size_t place, bool whole,
	struct code ret[CODES_MOST], size_t *ret_end)
{
	struct readings to = { .items = ret };
	struct number number;

	if (!read_number(text, place, whole, &number, ret_end))
		return 0;
	if (number.negative) {
		read_negative(&number, &to);
		read_windows(&number, &to);
		return to.count;
	}
	read_openssl(&number, &to);
	read_envoy(&number, &to);
	read_windows(&number, &to);
	read_winhttp(&number, &to);
	read_event(&number, &to);
	read_curl(&number, &to);
	read_alert(&number, &to);
	read_verify(&number, &to);
	read_http(&number, &to);
	return to.count;
}
