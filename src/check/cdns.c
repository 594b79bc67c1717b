/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/cdns.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char cloudflare[] = "Cloudflare";
static const char fastly[] = "Fastly";

/*
 * Addresses as of 2026-11: https://www.cloudflare.com/ips-v4 and ips-v6, https://api.fastly.com/public-ip-list (the
 * list of 2026-10-14). Those of others change daily or are shared with what else they rent out.
 */
static const struct range {
	const char *cdn;
	const char *network;
	int bits;
} ranges[] = {
	{ cloudflare, "173.245.48.0", 20 },
	{ cloudflare, "103.21.244.0", 22 },
	{ cloudflare, "103.22.200.0", 22 },
	{ cloudflare, "103.31.4.0", 22 },
	{ cloudflare, "141.101.64.0", 18 },
	{ cloudflare, "108.162.192.0", 18 },
	{ cloudflare, "190.93.240.0", 20 },
	{ cloudflare, "188.114.96.0", 20 },
	{ cloudflare, "197.234.240.0", 22 },
	{ cloudflare, "198.41.128.0", 17 },
	{ cloudflare, "162.158.0.0", 15 },
	{ cloudflare, "104.16.0.0", 13 },
	{ cloudflare, "104.24.0.0", 14 },
	{ cloudflare, "172.64.0.0", 13 },
	{ cloudflare, "131.0.72.0", 22 },
	{ cloudflare, "2400:cb00::", 32 },
	{ cloudflare, "2606:4700::", 32 },
	{ cloudflare, "2803:f800::", 32 },
	{ cloudflare, "2405:b500::", 32 },
	{ cloudflare, "2405:8100::", 32 },
	{ cloudflare, "2a06:98c0::", 29 },
	{ cloudflare, "2c0f:f248::", 32 },
	{ fastly, "23.235.32.0", 20 },
	{ fastly, "43.249.72.0", 22 },
	{ fastly, "103.244.50.0", 24 },
	{ fastly, "103.245.222.0", 23 },
	{ fastly, "103.245.224.0", 24 },
	{ fastly, "104.156.80.0", 20 },
	{ fastly, "140.248.64.0", 18 },
	{ fastly, "140.248.128.0", 17 },
	{ fastly, "146.75.0.0", 17 },
	{ fastly, "151.101.0.0", 16 },
	{ fastly, "157.52.64.0", 18 },
	{ fastly, "167.82.0.0", 17 },
	{ fastly, "167.82.128.0", 20 },
	{ fastly, "167.82.160.0", 20 },
	{ fastly, "167.82.224.0", 20 },
	{ fastly, "172.111.64.0", 18 },
	{ fastly, "185.31.16.0", 22 },
	{ fastly, "199.27.72.0", 21 },
	{ fastly, "199.232.0.0", 16 },
	{ fastly, "2a04:4e40::", 32 },
	{ fastly, "2a04:4e42::", 32 },
};

/* What they write into the header Server. */
static const struct {
	const char *server;
	const char *cdn;
} signers[] = {
	{ "cloudflare", cloudflare },
	{ "CloudFront", "Amazon CloudFront" },
	{ "AkamaiGHost", "Akamai" },
};

/*
 * Headers that no one else sets:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html,
 * https://learn.microsoft.com/en-us/azure/frontdoor/front-door-http-headers-protocol,
 * https://www.fastly.com/documentation/reference/http/http-headers/X-Served-By/,
 * https://docs.cloud.google.com/load-balancing/docs/https (Via: 1.1 google), 2026-11
 */
static const struct {
	const char *mark;
	const char *cdn;
} marks[] = {
	{ "X-Amz-Cf-Id", "Amazon CloudFront" },
	{ "X-Azure-Ref", "Azure Front Door" },
	{ "X-Served-By", fastly },
	{ "Via", "Google Cloud" },
};

static bool is_within(const struct range *range, const char *address)
{
	int family = strchr(range->network, ':') ? AF_INET6 : AF_INET;
	unsigned char network[16], other[16];
	int whole = range->bits / 8;
	int mask = 0xff00 >> range->bits % 8 & 0xff;

	if (inet_pton(family, range->network, network) != 1 ||
		inet_pton(family, address, other) != 1)
		return false;
	return !memcmp(network, other, (size_t)whole) &&
	       (!mask || (network[whole] & mask) == (other[whole] & mask));
}

const char *cdn_of_address(const char *address)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (is_within(&ranges[i], address))
			return ranges[i].cdn;
	return NULL;
}

/* Where the connection went, unless that was a proxy. */
static const char *address_met(const struct evidence *evidence)
{
	const struct seen_connect *connect = &evidence->connect;

	if (evidence->settings.proxy || connect->chosen < 0 ||
		(size_t)connect->chosen >= connect->attempt_count)
		return NULL;
	return connect->attempts[connect->chosen].address;
}

const char *cdn_of(const struct evidence *evidence)
{
	const char *server = evidence->http.server;
	const char *address = address_met(evidence);

	if (evidence->http.cloudflare)
		return cloudflare;
	for (size_t i = 0; server && i < sizeof(signers) / sizeof(signers[0]); i++)
		if (!strncasecmp(server, signers[i].server, strlen(signers[i].server)))
			return signers[i].cdn;
	for (size_t i = 0; evidence->http.mark && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (!strcmp(evidence->http.mark, marks[i].mark))
			return marks[i].cdn;
	return address ? cdn_of_address(address) : NULL;
}

/* "CloudFlare Origin SSL Certificate Authority", and "... ECC Certificate Authority". */
const char *cdn_of_origin_authority(const struct seen_cert *cert)
{
	return cert->issuer && strstr(cert->issuer, "CloudFlare Origin SSL") ? cloudflare : NULL;
}
