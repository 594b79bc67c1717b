/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was seen? One struct a run, made of parts; each probe fills one part and judges nothing; each
 * check reads parts and does no I/O. No library types in here. Every text from the network has been
 * cleaned by the probe. Times are UTC seconds since 1970 by this computer's clock unless said otherwise;
 * -1 is "unknown" for every number whose comment doesn't say otherwise; NULL is "unknown" for a text.
 */
#ifndef EVIDENCE_EVIDENCE_H
#define EVIDENCE_EVIDENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "evidence/client_hello.h"
#include "evidence/settings.h"
#include "evidence/target.h"

/* ---- Parts ---- */
enum part {
	PART_CLOCK, /* this computer's clock: build date, kernel's opinion */
	PART_LOOKUP, /* name -> addresses */
	PART_CONNECT, /* TCP to each address */
	PART_HANDSHAKE, /* the handshake that is judged, and its chain */
	PART_TRUST, /* paths from that chain to a trust anchor */
	PART_REVOCATION, /* whether the issuer called the leaf back */
	PART_SNI, /* the same without a name, and with a wrong one */
	PART_VERSIONS, /* one handshake a protocol version */
	PART_ADDRESSES, /* one handshake with each other address */
	PART_MATRIX, /* all that the server accepts, by hellos of our choosing */
	PART_TODAY, /* a hello as programs of today say it */
	PART_RESUMPTION, /* a session taken up again */
	PART_HTTP, /* one GET of the pasted path: status, Date */
	PART_TIMES, /* what time servers say; with consent */
	PART_SITES, /* handshakes with reference sites; with consent */
	PART_RESOLVER, /* where the addresses come from: files, search domains, the name service alone */
	PART_PORTAL, /* pages with known answers; with consent */
	PART_POLICY, /* the TLS rules that this computer gives its programs */
	PART_BROWSERS, /* the browsers on this computer and how they are set */
	PART_DETOUR, /* the same without the proxy, or at the usual port */
	PART_REPEATS, /* the same handshake again and again */
	PART_TIMEKEEPER, /* whether something is to keep this computer's clock right */
	PART_PASTE, /* an error message that the person pasted */
	PART_ANSWERS, /* what the person said */
	PART_COUNT
};

enum part_state {
	PART_NOT_LOOKED, /* not yet, or not at this depth */
	PART_SEEN, /* filled: good or bad news from there */
	PART_COULD_NOT, /* the look itself failed; `why` says how */
	PART_NOT_REACHED, /* an earlier rung broke */
	PART_SKIPPED, /* the person or an option said so */
	PART_STATE_COUNT
};

/* Ids for `why`, shown by the guide and in JSON as they are. */
#define WHY_CANCELLED "cancelled"
#define WHY_TIMEOUT "timeout"
#define WHY_OFFLINE "offline"
#define WHY_QUICK "quick" /* not looked at with --quick */
#define WHY_NOT_NEEDED "not-needed" /* what is known already answers it */
#define WHY_NOT_HTTP "not-http"
#define WHY_LOCAL "local-error" /* this computer could not do it (detail in `detail`) */
#define WHY_NO_CHAIN "no-certificate"
#define WHY_IP "ip-address" /* an IP address has no SNI */
#define WHY_OPTION "option" /* --only, --skip */
#define WHY_CA_FILE "ca-file"
#define WHY_EARLIER "earlier-step"
#define WHY_NO_SOURCE "no-source" /* nothing to compare with */
#define WHY_CONSENT "consent" /* nobody allowed to ask others */
#define WHY_NO_ANSWER "no-answer" /* not every question was answered */
#define WHY_DEVICE "other-device" /* the trouble is on another device: what is here tells nothing */
#define WHY_PRIVATE "private-address" /* a stranger's URL leads inside this network */

struct part_status {
	enum part_state state;
	char *why; /* one of WHY_*, or NULL */
	char *detail; /* technical words of a library or errno, cleaned, or NULL */
	int64_t ms; /* how long the look took */
};

/* ---- Handshake ladder ---- */
enum stage {
	STAGE_DNS,
	STAGE_TCP,
	STAGE_PROXY,
	STAGE_STARTTLS,
	STAGE_HELLO,
	STAGE_VERSION,
	STAGE_CIPHER,
	STAGE_CERTIFICATE,
	STAGE_KEYS,
	STAGE_DATA,
	STAGE_DONE,
	STAGE_COUNT
};
const char *stage_name(enum stage stage); /* "dns" ... "done" */

/* ---- Clock ---- */
struct seen_clock {
	int64_t build_s; /* when this program was built */
	int kernel_synced; /* 1, 0, or -1 unknown */
	int utc_offset_min; /* of the local time zone, now */
	char *zone; /* "Asia/Tokyo", or NULL */
};

/* What systemd's timedated says; 1, 0, or -1 unknown. */
struct seen_timekeeper {
	int can_ntp; /* there is a program that could keep the clock right ... */
	int ntp; /* ... and it is turned on */
	int synced; /* the clock is kept right at the moment */
};

/* ---- Look-up ---- */
enum lookup_outcome {
	LOOKUP_FOUND,
	LOOKUP_NO_SUCH_NAME, /* the name doesn't exist, or has no address of the wanted family */
	LOOKUP_FAILED, /* the resolver didn't answer rightly (EAI_AGAIN, EAI_FAIL, EAI_SYSTEM) */
	LOOKUP_TIMED_OUT,
	LOOKUP_NOT_NEEDED, /* an address was given */
	LOOKUP_OUTCOME_COUNT
};

struct seen_lookup {
	enum lookup_outcome outcome;
	char *name; /* what was looked up (connect_address or the target's host) */
	int gai_error; /* getaddrinfo's code, 0 when found */
	char **addresses; /* numeric, in the resolver's order, no duplicates */
	size_t address_count;
	char *behind; /* address of the target, which a proxy shall be told instead of its name; or NULL */
	int64_t ms;
};

/* ---- Connect ---- */
enum connect_outcome {
	CONNECT_OK,
	CONNECT_REFUSED, /* RST to our SYN */
	CONNECT_TIMED_OUT,
	CONNECT_UNREACHABLE, /* no route, ICMP unreachable, network down */
	CONNECT_DENIED, /* this computer forbids it (EACCES, EPERM) */
	CONNECT_OTHER,
	CONNECT_NOT_TRIED,
	CONNECT_OUTCOME_COUNT
};

struct seen_attempt {
	char *address; /* numeric */
	int family; /* 4 or 6 */
	enum connect_outcome outcome;
	int sys_errno; /* 0 when connected */
	int64_t ms;
};

/* What stood between us and the target when a proxy was used. */
enum proxy_outcome {
	PROXY_NOT_USED,
	PROXY_OK,
	PROXY_NO_CONNECT, /* TCP to the proxy failed */
	PROXY_AUTH_REQUIRED, /* 407 */
	PROXY_FORBIDDEN, /* another refusal of CONNECT; status says which */
	PROXY_NOT_A_PROXY, /* its answer isn't HTTP */
	PROXY_NAME_NOT_FOUND,
	PROXY_WANTS_TLS, /* it answers in TLS where HTTP was spoken */
	PROXY_SPEAKS_HTTP, /* it answers in HTTP where SOCKS was spoken */
	PROXY_CANNOT_REACH, /* it was willing, and could not connect to the target */
	PROXY_NOT_TLS, /* it is called "https://" and answers without encryption */
	PROXY_TLS_FAILED, /* no handshake with the proxy itself */
	/* Its own certificate can't be relied on; seen_connect.proxy_chain has it: */
	PROXY_CERT_UNTRUSTED,
	PROXY_CERT_EXPIRED,
	PROXY_CERT_NOT_YET_VALID,
	PROXY_CERT_OTHER_NAME,
	PROXY_OUTCOME_COUNT
};

struct seen_connect {
	struct seen_attempt *attempts; /* in the order tried */
	size_t attempt_count;
	int chosen; /* index of the one that was used, or -1 */
	int port;
	enum proxy_outcome proxy;
	char *proxy_name; /* host:port of the proxy, or NULL */
	int proxy_status; /* HTTP status of CONNECT, number of a SOCKS reply, or -1 */
	struct seen_cert *proxy_chain; /* the certificate of a proxy that speaks TLS itself */
	size_t proxy_chain_count; /* its own alone, or 0 */
};

/* ---- Handshake ---- */
enum hs_outcome {
	HS_NOT_TRIED,
	HS_DONE, /* finished, both Finished messages seen */
	HS_NO_CONNECTION, /* TCP, proxy or STARTTLS did not get so far */
	HS_ALERT, /* a fatal alert was received */
	HS_CLOSED, /* FIN instead of an answer */
	HS_RESET, /* RST instead of an answer */
	HS_SILENT, /* no byte came before the deadline */
	HS_STALLED, /* some bytes came, then nothing until the deadline */
	HS_NOT_TLS, /* the answer isn't TLS; see first_bytes and service */
	HS_LOCAL, /* GnuTLS on this side gave up; see error */
	HS_CANCELLED,
	HS_OUTCOME_COUNT
};

/* What speaks on the port, from its first bytes. */
enum service {
	SERVICE_UNKNOWN,
	SERVICE_HTTP,
	SERVICE_SMTP,
	SERVICE_FTP, /* "220" that isn't clearly SMTP */
	SERVICE_POP3,
	SERVICE_IMAP,
	SERVICE_SSH,
	SERVICE_XMPP,
	SERVICE_LDAP,
	SERVICE_POSTGRES,
	SERVICE_MYSQL,
	SERVICE_IRC,
	SERVICE_NNTP,
	SERVICE_SIEVE,
	SERVICE_VNC,
	SERVICE_REDIS,
	SERVICE_SIP,
	SERVICE_GARBAGE, /* bytes that fit nothing known */
	SERVICE_COUNT
};
const char *service_name(enum service service); /* "HTTP"; "unknown", "garbage" */

enum starttls_outcome {
	STARTTLS_NOT_USED,
	STARTTLS_OK,
	STARTTLS_NOT_OFFERED, /* the server's list lacks it */
	STARTTLS_REFUSED, /* listed or asked for, but the server said no */
	STARTTLS_NO_GREETING, /* silence: perhaps TLS is wanted at once */
	STARTTLS_WRONG_SERVICE, /* the greeting is another protocol's */
	STARTTLS_CLOSED,
	STARTTLS_GOT_TLS, /* it answered in TLS records: it wants TLS at once */
	STARTTLS_OUTCOME_COUNT
};

struct seen_message {
	int type; /* handshake message type, RFC 8446 section 4 */
	bool received;
	int64_t ms; /* since the handshake began */
	int64_t size; /* bytes */
};

#define CERT_SANS_MOST 120 /* names kept of one certificate */
#define CERT_ITEMS_MOST 16 /* purposes, policies, constraints kept */
#define CHAIN_MOST 16 /* certificates looked at */

struct seen_cert {
	char *der; /* base64 of the DER (for the report, saving and tests), or NULL when huge */
	char *subject; /* RFC 4514 string */
	char *issuer;
	char *common_name; /* of the subject, or NULL */
	char *issuer_name; /* the issuer's CN, or O, or the whole: what people call it */
	char *serial; /* hex */
	char *sha256; /* hex fingerprint */
	int64_t not_before;
	int64_t not_after;
	char **dns_names; /* SAN dNSName, as sent, A-labels */
	size_t dns_name_count;
	char **ip_addresses; /* SAN iPAddress, numeric */
	size_t ip_address_count;
	int san_count; /* all SAN entries of any kind; 0: none, or no SAN extension */
	int version; /* 3 */
	char *key_type; /* "RSA", "RSA-PSS", "ECDSA", "Ed25519", ... */
	int key_bits;
	char *key_curve; /* of an elliptic-curve key: "SECP256R1"; "unknown": none that GnuTLS knows; or NULL */
	char *signature; /* "RSA-SHA256", as GnuTLS names it */
	bool signature_weak; /* MD2, MD5 or SHA-1 based */
	int is_ca; /* basicConstraints: 1, 0, -1 absent */
	int path_length; /* -1: none given */
	int key_usage; /* bits as in RFC 5280 4.2.1.3 by GnuTLS's GNUTLS_KEY_* values, -1 absent */
	int server_auth; /* extendedKeyUsage allows it: 1 yes or any, 0 no, -1 no such extension */
	char **purposes; /* extendedKeyUsage: names of RFC 5280 section 4.2.1.12, or numbers */
	size_t purpose_count;
	char **policies; /* certificatePolicies: their numbers, "2.23.140.1.2.1" */
	size_t policy_count;
	char **constraints; /* nameConstraints: "permitted DNS:site.test" */
	size_t constraint_count;
	char *critical; /* the number of a critical extension that nobody is known to understand, or NULL */
	bool same_issuer; /* subject and issuer are the same name */
	bool self_signed; /* and it verifies under its own key */
	char *aia_issuer; /* caIssuers URL, or NULL */
	char *ocsp_url; /* or NULL */
	char *crl_url; /* the first http distribution point of a CRL, or NULL */
	bool must_staple; /* RFC 7633 */
	int sct_count; /* signed certificate timestamps in the certificate */
	int sct_log_count; /* from how many different logs */
	int64_t first_sct_s; /* the earliest of them: when it was issued for certain; -1: none */
	bool public_policy; /* carries a CA/Browser Forum policy (2.23.140.1.2.*): a public CA issued it */
	bool malformed; /* could not be parsed: only der, sha256 are set */
};

struct seen_handshake {
	enum hs_outcome outcome;
	enum stage stage; /* the rung that broke, or STAGE_DONE */
	char *address; /* numeric */
	int port;
	char *sni; /* the name sent, or NULL for none */
	int offered_min, offered_max; /* protocol versions we offered, 0x0301 ... 0x0304 */
	int alert; /* fatal alert received, or -1 */
	int warning_alert; /* a warning alert received (112 in TLS 1.2 servers), or -1 */
	int alert_sent; /* alert that our side sent, or -1 */
	char *error; /* GnuTLS's symbolic name for what made it stop, or NULL */
	enum service service; /* for HS_NOT_TLS */
	char *first_bytes; /* hex of the first at most 32 bytes received when they weren't TLS, or NULL */
	char *first_line; /* the same as cleaned text of one line, or NULL */
	int64_t bytes_received;
	int sys_errno; /* for HS_RESET and HS_NO_CONNECTION, else 0 */
	int version; /* 0x0304; -1 until the ServerHello */
	char *version_name; /* "TLS 1.3" */
	int downgrade; /* 0x0303 or 0x0302: the ServerHello's random says that the server can do more than
			  this version and wasn't asked for it (RFC 8446 section 4.1.3); else -1 */
	char *cipher; /* IANA name: "TLS_AES_128_GCM_SHA256" */
	char *group; /* "X25519", "SECP256R1", "FFDHE2048", "RSA" for static RSA, or NULL */
	int dh_bits; /* of a finite-field exchange, else -1 */
	char *alpn; /* chosen, or NULL */
	char *server_signature; /* signature scheme of the server's proof, or NULL */
	int extended_master_secret, encrypt_then_mac, secure_renegotiation; /* 1, 0, -1 */
	int resumed;
	bool client_cert_asked; /* a CertificateRequest was seen */
	char **client_cas; /* names of CAs it asked for, at most 8 */
	size_t client_ca_count;
	enum starttls_outcome starttls;
	char *starttls_reply; /* the line that decided it, cleaned, or NULL */
	int tls_at_once; /* where STARTTLS got no greeting: TLS from the first byte is answered in TLS */
	int scts_sent; /* timestamps of CT logs beside the certificate; -1: not asked for, or it didn't come that far */
	int scts_stapled; /* and within the stapled OCSP response; -1 without one */
	char *staple; /* base64 of the stapled OCSP response, or NULL */
	struct seen_message *messages;
	size_t message_count;
	struct seen_cert *chain; /* as sent, leaf first */
	size_t chain_count;
	int chain_sent; /* how many were sent, may be more than kept */
	int64_t tcp_ms, tls_ms; /* connect; first byte sent to Finished or failure */
	int64_t late_ms; /* from our last byte sent to the failure: how fast a reset came */
	int64_t way_ms; /* there and back as the kernel timed it, without our own delays; -1 not known */
};

/* ---- Trust ---- */
enum trust_outcome {
	TRUST_OK, /* a path to an anchor exists from what was sent */
	TRUST_SELF_SIGNED, /* the leaf signed itself and isn't an anchor */
	TRUST_PRIVATE_ROOT, /* what was sent ends in a self-signed certificate that isn't an anchor */
	TRUST_MISSING_ISSUER, /* the last certificate's issuer was neither sent nor is an anchor */
	TRUST_BAD_SIGNATURE, /* an issuer of that name is there, but its key doesn't verify */
	TRUST_NOT_A_CA, /* the issuer that was sent may not sign */
	TRUST_CONSTRAINT, /* a path exists but name constraints or path length forbid it */
	TRUST_NO_STORE, /* no anchor at all on this computer */
	TRUST_OUTCOME_COUNT
};

/* Which sent certificate verifies under which sent key. */
struct seen_edge {
	int child, issuer; /* indexes into the chain */
	bool name_fits; /* issuer's subject is the child's issuer */
	bool verifies; /* and the signature is right */
};

struct seen_trust {
	enum trust_outcome outcome;
	int system_anchors; /* how many the system store has; -1 not readable */
	int extra_anchors; /* from --ca-file or practice */
	char *store_path; /* where the system store is, or NULL */
	int64_t store_s; /* when it was last written, or -1 */
	char **lacking; /* names of well-known roots (tls/roots.c) that it lacks */
	size_t lacking_count;
	int expired_anchors; /* in it, by this computer's clock, or -1 */
	char **expired; /* names of the first of them */
	size_t expired_count;
	char *known_root; /* the well-known root that the chain ends in, while the store lacks it; or NULL */
	bool known_root_proven; /* its certificate was sent or fetched; false: only its name was read */
	struct seen_edge *edges;
	size_t edge_count;
	int *path; /* indexes of the chain from the leaf to the last certificate used */
	size_t path_count;
	char *anchor; /* name of the anchor at the end of the path, or NULL */
	int64_t anchor_not_after;
	bool anchor_extra; /* it came from extra_anchors */
	char *anchor_place; /* the folder or option through which somebody added it to this computer; NULL:
	                       it came with the system, or that can't be told */
	bool in_order; /* sent in order, leaf first, without surplus */
	bool root_sent;
	bool anchor_forbids; /* with TRUST_CONSTRAINT: nobody on the path does, but the anchor itself */
	bool self_issued_counts; /* with TRUST_OK: its path length is kept only where certificates issued by
	                            who bears their own name aren't counted (RFC 5280 section 6.1.4 (l)) */
	char *missing_issuer; /* name that nothing sent or trusted bears, or NULL */
	int missing_below; /* index of the certificate whose issuer is missing, or -1 */
	bool issuer_like_anchor; /* the missing issuer's O= is the O= of an anchor in extra_anchors or store */
	int aia; /* 1: fetched issuer completes a path to an anchor, 0: fetched, doesn't,
	                            -1: not fetched */
	char *aia_why; /* WHY_* when -1 */
	char *aia_subject; /* of the certificate fetched */
	char *repaired; /* PEM of the whole path without its root, leaf first, when what was sent lacks
	                   something or stands in another order; NULL otherwise */
	char *anchor_der; /* base64 of the anchor's DER, or NULL */
	char *leaf_issuer; /* base64 of the DER of the certificate that signed the leaf: sent, fetched or
	                      an anchor; NULL when none does */
};

/* ---- Revocation ---- */
enum revocation_outcome {
	REVOCATION_NOT_ASKED, /* nothing there to ask, or not asked: `why` */
	REVOCATION_NOT_REVOKED,
	REVOCATION_REVOKED,
	REVOCATION_NOT_KNOWN, /* the responder doesn't know this certificate */
	REVOCATION_ANOTHER, /* the answer is about another certificate */
	REVOCATION_REFUSED, /* the responder says that it will not answer: `words` */
	REVOCATION_UNREADABLE, /* what came isn't such an answer */
	REVOCATION_NO_ANSWER, /* nothing came: `why` */
	REVOCATION_OUTCOME_COUNT
};

/* What one source said of the leaf. Times by the source's clock. */
struct seen_status {
	enum revocation_outcome outcome;
	char *url; /* that was asked, or NULL */
	char *why; /* WHY_*, or NULL */
	char *words; /* technical: the OCSP status, the reason of the revocation; or NULL */
	int signature_good; /* by the leaf's issuer or whom it delegated: 1, 0; -1 can't be told */
	int64_t this_update,
		next_update; /* when the answer was true, and until when it may be used */
	int64_t revoked_s; /* since when, or -1 */
};

/* The same of a certificate above the leaf. */
struct seen_above {
	char *subject; /* what people call it */
	struct seen_status status;
};

struct seen_revocation {
	struct seen_status staple; /* handshake.staple, read */
	struct seen_status ocsp; /* asked over HTTP */
	struct seen_status crl; /* fetched when the certificate names no OCSP responder */
	struct seen_above *above; /* those of the path that could be asked about, from below */
	size_t above_count;
};

/* ---- Several small handshakes ---- */
struct seen_trial {
	char *label; /* SNI: "none", "wrong", "right", "again"; versions: "TLS 1.0", LABEL_SMALL ...; addresses: the address */
	int version; /* for versions: 0x0301 ... else -1 */
	int trusted; /* for addresses: 1 when its chain leads to an anchor, as it was sent; 0 when not, or -1 */
	struct seen_handshake handshake;
};

#define LABEL_SMALL "small" /* among the versions: as the judged one, answered in small segments */

struct seen_trials {
	struct seen_trial *items;
	size_t count;
};

/* ---- Resumption ---- */
/* What a second handshake came to that wanted to take up the session of a first one. */
struct seen_resumption {
	int given; /* 1: the judged one gave a ticket or session id; 0: it did not */
	int resumed; /* 1: taken up; 0: a whole new handshake instead; -1: it failed, or wasn't tried */
	enum hs_outcome outcome; /* of the second */
	int alert; /* it received, or -1 */
};

/* ---- Matrix ---- */
/* How the server took a ClientHello of our choosing. */
struct seen_reaction {
	enum hs_outcome outcome; /* HS_DONE: it said hello; HS_NOT_TRIED: not asked */
	int alert; /* or -1 */
};

/* What the server accepts at one protocol version. What a ServerHello or ServerKeyExchange tells is -1
 * where none of this version was seen, and always for TLS 1.3. */
struct seen_offer {
	int version; /* 0x0002, 0x0300 ... 0x0304 */
	int spoken; /* 1, 0, or -1: could not be asked */
	int *suites; /* numbers of the registry, in their order */
	size_t suite_count;
	int server_order; /* 1: the server's order rules, 0: the client's, -1: fewer than two, not asked */
	struct seen_reaction refusal; /* when nothing it accepts was offered (any more) */
	int secure_renegotiation; /* RFC 5746 */
	int master_secret; /* RFC 7627 */
	int encrypt_then_mac; /* RFC 7366; -1 also when no CBC suite was chosen */
	int ticket; /* RFC 5077 */
	int compression; /* 1: it compresses when asked to */
	int dh_bits; /* of the smallest prime */
};

/*
 * The same question asked in an unusual way, each kind once: "large" (more than one segment, as browsers' hellos with
 * post-quantum shares are), "pieces" (as large, sent in small segments), "split" (two segments with a pause
 * between them), "grease" (RFC 8701), "no-ems" (without the extended master secret), "browser" (with the groups and
 * signature schemes of a browser alone; asked where the certificate has an unusual key).
 */
struct seen_oddity {
	char *label;
	int64_t bytes; /* of the hello with its record header */
	struct seen_reaction odd, usual; /* ... and asked in the usual way */
};

struct seen_matrix {
	struct seen_offer *offers; /* newest version first */
	size_t offer_count;
	int group_version; /* at which the groups were asked for, or -1 */
	int *groups; /* for key exchange, numbers of the registry, in their order */
	size_t group_count;
	int *schemes; /* of ServerKeyExchanges up to TLS 1.2, as far as they were seen */
	size_t scheme_count;
	int fallback; /* 1: stops a client that needlessly fell back (RFC 7507), -1: not asked */
	struct seen_oddity *oddities;
	size_t oddity_count;
	int hellos; /* how many were sent */
	int refused; /* connections refused, cut or ignored that were taken later: a limit on connections */
	int lost; /* connections refused, cut or ignored in all, taken later or not */
	bool complete; /* every question was answered */
};

/* ---- As programs of today ---- */
/*
 * A hello that offers what some programs of today offer and no more, asked where the judged handshake came to
 * something else: "browser" (suites, groups and signature schemes of a browser), "ephemeral" (the same without the
 * suites that encrypt to the key of the certificate). Else "large": as large as a browser's, with all that is offered.
 */
struct seen_today {
	char *hello; /* or NULL */
	struct seen_reaction
		reaction; /* HS_DONE: the server went on. Of a large one that failed: of the second */
	struct seen_reaction pieces,
		usual; /* a large one that failed, in small segments; one of the usual size */
	int64_t bytes; /* of the hello with its record header, or -1 */
};

/* ---- HTTP ---- */
struct seen_http {
	int status; /* 200, 525; -1 none */
	int64_t date_s; /* Date header, or -1 */
	int64_t local_s; /* this computer's clock halfway through the request */
	int64_t rtt_ms; /* how unsure date_s is, beside its whole second */
	int64_t age_s; /* for so long a cache had kept the answer (Age, RFC 9111 section 5.1), or -1 */
	char *server; /* Server header, or NULL */
	char *location; /* of a redirect, or NULL */
	bool cloudflare; /* CF-RAY header seen */
	char *mark; /* another header that one CDN alone sets: its name, or NULL */
	char *error; /* a library's words when no answer came, or NULL */
	bool late; /* the time ended before the request could be sent */
	bool wants_certificate; /* the page of a refusal says that the visitor needs a certificate */
	bool sent_plain; /* the page says that somebody spoke HTTP without TLS to a port that wants TLS */
};

/* ---- Time servers ---- */
enum time_outcome {
	TIME_NO_ANSWER,
	TIME_ANSWERED,
	TIME_REFUSED, /* a kiss-o'-death: `words` has its code */
	TIME_UNREADABLE, /* what came is no valid answer to what was asked */
	TIME_OUTCOME_COUNT
};

struct seen_time {
	char *source; /* name of the server */
	enum time_outcome outcome;
	char *words; /* technical, or NULL */
	int64_t offset_ms; /* to add to this computer's clock; 0 unless answered */
	int64_t unsure_ms; /* the offset is off by at most this much, if the server is right; -1 */
	int stratum; /* 1: has a clock of its own */
};

struct seen_times {
	struct seen_time *items;
	size_t count;
};

/* ---- Reference sites ---- */
struct seen_site {
	char *host; /* as the settings name it */
	enum lookup_outcome lookup;
	char **addresses;
	size_t address_count;
	struct seen_handshake handshake;
	int trusted; /* 1: a path leads to an anchor of this computer, 0: none does; -1 */
	char *anchor; /* its name, or NULL */
	char *anchor_place; /* as in struct seen_trust */
	struct seen_http http; /* for its Date */
};

struct seen_sites {
	struct seen_site *items;
	size_t count;
};

/* ---- Where addresses come from ---- */
struct seen_resolver {
	char *hosts_file; /* that names the target, or NULL */
	int hosts_line; /* the first that does; 0: none */
	char **hosts; /* the addresses that it gives */
	size_t hosts_count;
	char **search; /* search domains of this computer */
	size_t search_count;
	enum lookup_outcome
		exact; /* what the name service says of just this name; LOOKUP_NOT_NEEDED:
	                              not asked */
	char **addresses; /* and the addresses it gives */
	size_t address_count;
	int invented; /* 1: names that can't exist get addresses, 0: they don't, -1: not asked */
	char **inventions; /* those addresses */
	size_t invention_count;
};

/* ---- Pages with known answers ---- */
enum portal_outcome {
	PORTAL_NO_ANSWER,
	PORTAL_EXPECTED,
	PORTAL_REDIRECTED, /* to another host: `host` */
	PORTAL_ANOTHER, /* another status or text */
	PORTAL_OUTCOME_COUNT
};

struct seen_portal_probe {
	char *url;
	enum portal_outcome first, second; /* asked again when it wasn't as expected */
	int status; /* of the last answer, or -1 */
	char *host; /* of a redirect, or NULL */
};

struct seen_portal {
	struct seen_portal_probe *items;
	size_t count;
};

/* ---- Files of this computer ---- */
enum file_state {
	FILE_READ,
	FILE_MISSING,
	FILE_DENIED, /* its owner or mode forbids it */
	FILE_ANOTHERS, /* it belongs to somebody else, who wasn't named */
	FILE_TOO_BIG,
	FILE_NOT_A_FILE, /* a folder, a device, a pipe */
	FILE_BAD, /* read, but not of its format */
	FILE_FAILED, /* an error of the system */
	FILE_STATE_COUNT
};

/* One that was looked at (those that aren't there are not listed). */
struct seen_file {
	char *path;
	enum file_state state;
};

/* ---- TLS rules of this computer ---- */
enum rules_of { RULES_OPENSSL, RULES_GNUTLS, RULES_JAVA, RULES_COUNT };
const char *rules_name(enum rules_of of); /* "OpenSSL" */

/* A line that limits, or frees, all programs that use a library: written as it stands there. */
struct seen_rule {
	enum rules_of of;
	char *path;
	int line;
	char *name; /* "MinProtocol"; never NULL */
	char *value; /* "TLSv1.2"; never NULL */
};

/* An environment variable that names the authorities to trust. */
struct seen_bundle {
	char *variable; /* "SSL_CERT_FILE" */
	char *path;
	enum file_state state;
	bool folder; /* it names a folder */
	int certificates; /* how many can be read there; -1 not counted */
	int fits; /* 1: one of them is in the chain that was sent, or its issuer; 0: none; -1: no chain */
};

struct seen_policy {
	int fips; /* the kernel's FIPS mode: 1, 0, -1 unknown */
	char *crypto_policy; /* "DEFAULT:SHA1" of update-crypto-policies, or NULL */
	struct seen_rule *rules; /* in the order in which they count */
	size_t rule_count;
	struct seen_bundle *bundles;
	size_t bundle_count;
	int default_bundle; /* whether OpenSSL's own file of authorities is there: 1, 0, -1 unknown */
	int default_folder; /* the same of its folder, sorted as it needs it */
	char *key_log; /* SSLKEYLOGFILE, or NULL */
	char *desktop; /* by XDG_CURRENT_DESKTOP: "gnome", "kde", or NULL for another or none */
	struct seen_file *files;
	size_t file_count;
};

/* ---- Browsers of this computer ---- */
enum browser {
	BROWSER_FIREFOX,
	BROWSER_CHROME,
	BROWSER_CHROMIUM,
	BROWSER_EDGE,
	BROWSER_BRAVE,
	BROWSER_COUNT
};
const char *browser_name(enum browser browser); /* "Firefox" */

enum packaging { PACKAGING_NATIVE, PACKAGING_SNAP, PACKAGING_FLATPAK, PACKAGING_COUNT };

struct seen_browser {
	enum browser browser;
	enum packaging packaging;
	char *version; /* "153.7.0", or NULL */
	char *path; /* the file that says so */
};

/* A value that somebody set, in a profile or as a rule for all. */
struct seen_choice {
	enum browser browser;
	char *path;
	int line; /* -1: the file has no lines to speak of */
	char *name; /* never NULL */
	char *value; /* as text; never NULL */
};

struct seen_profile {
	enum browser browser;
	enum packaging packaging;
	char *path;
	char *version; /* of the browser that used it last, or NULL */
	enum file_state store; /* its certificate store: cert9.db of Firefox */
	int store_sound; /* begins as such a file must: 1, 0, -1 not looked at */
	int store_known; /* what is in it could be read: 1, 0, -1 not looked at */
	char **authorities; /* that somebody added to it, to vouch for websites: RFC 4514 names */
	size_t authority_count;
	int64_t store_bytes;
	int64_t store_changed_s;
	bool old_store; /* a cert8.db, which nothing reads any more */
	struct seen_choice *choices;
	size_t choice_count;
};

struct seen_browsers {
	char *user; /* whose profiles, or NULL */
	struct seen_browser *browsers;
	size_t browser_count;
	struct seen_choice *policies; /* what an administrator decided for everybody */
	size_t policy_count;
	struct seen_profile *profiles;
	size_t profile_count;
	struct seen_file *files;
	size_t file_count;
};

/* ---- A pasted error message ---- */
struct seen_paste {
	char *text; /* the beginning of it, lines kept */
	char **meanings; /* ids without "paste.", the most telling first (diagnosis/paste.h) */
	size_t meaning_count;
	char *producer; /* which program says so: "OpenSSL", or NULL */
	char *host; /* that it names, or NULL */
	int port; /* or -1 */
	int alert; /* number of a TLS alert in it, or -1 */
};

/* ---- Another way ---- */
struct seen_detour {
	struct seen_handshake direct; /* with the target, without the proxy in use */
	int direct_trusted; /* as in struct seen_site */
	enum connect_outcome
		usual_port; /* TCP to port 443 of the target where its own port failed */
	char *usual_address; /* where that was tried, or NULL */
	char *desktop_proxy; /* host:port of the proxy that the desktop's settings name while none was used, or NULL */
	enum proxy_outcome desktop_outcome;
	struct seen_handshake desktop; /* with the target, through that one */
	int desktop_trusted; /* as in struct seen_site */
};

/* ---- Answers ---- */
struct answer {
	char *question; /* question id, e.g. "symptom", "other-browser" */
	char *choice; /* choice id, e.g. "page", "yes", "no", "unknown" */
};

struct seen_answers {
	struct answer *items;
	size_t count;
};

/* ---- All of it ---- */
struct evidence {
	struct settings settings; /* how it was looked at; the target is in it */
	int64_t now_s; /* this computer's clock when looking began: checks judge by this */
	struct part_status parts[PART_COUNT];
	struct seen_clock clock;
	struct seen_lookup lookup;
	struct seen_connect connect;
	struct seen_handshake handshake;
	struct seen_trust trust;
	struct seen_revocation revocation;
	struct seen_trials sni;
	struct seen_trials versions;
	struct seen_trials addresses;
	struct seen_matrix matrix;
	struct seen_today today;
	struct seen_resumption resumption;
	struct seen_http http;
	struct seen_times times;
	struct seen_sites sites;
	struct seen_resolver resolver;
	struct seen_portal portal;
	struct seen_policy policy;
	struct seen_browsers browsers;
	struct seen_paste paste;
	struct seen_detour detour;
	struct seen_timekeeper timekeeper;
	struct seen_trials repeats; /* labels "1", "2", ... */
	struct seen_answers answers;
	struct seen_hellos hellos; /* of clients to compare the server with; no look forgets them */
};

/* Sets the unknowns (-1 …) on memory of any content. */
void evidence_init(struct evidence *evidence);
void evidence_copy(struct evidence *to, const struct evidence *from); /* TO initialised or freed */
void evidence_free(struct evidence *evidence); /* leaves it initialised */

/* Moves one part (its status and struct) from FROM into TO, freeing what TO had; FROM's part is left
 * initialised. */
void evidence_take_part(struct evidence *to, struct evidence *from, enum part part);

/* Sets the status of a part. WHY and DETAIL are copied, may be NULL. */
void evidence_part_status(struct evidence *evidence, enum part part, enum part_state state,
	const char *why, const char *detail);

const char *part_name(enum part part); /* "clock", "lookup", ... as in JSON */

/* Sets, replaces or (CHOICE NULL) removes an answer. */
void evidence_answer(struct evidence *evidence, const char *question, const char *choice);
const char *evidence_answered(const struct evidence *evidence, const char *question); /* or NULL */

/*
 * The whole as JSON (new reference) and back. Members are called as in the structs, times without their
 * unit ("now", "build_date", "date", "local_time"), as ISO 8601; unknowns are null; arrays bear no count.
 * Reading is strict: 0, or -1
 * with RET_WHERE (caller frees) naming the path of the first thing that isn't as written
 * ("handshake.chain[0].not_after"): another type, an unknown name, a number or index out of range, a text
 * that text_clean would change or of more than 1 MiB, too many items. Then RET is left initialised.
 * Secrets (user:password@ in a web address, where a client certificate and its key are kept) are never in it.
 * Unknown members are passed over; missing ones stay as evidence_init sets them.
 */
json_t *evidence_json(const struct evidence *evidence);
int evidence_from_json(const json_t *json, struct evidence *ret, char **ret_where);

/* Calls VISIT for each text of EVIDENCE, in the order of the JSON (evidence/record.h). */
void evidence_texts(struct evidence *evidence,
	void (*visit)(void *context, const char *name, char **text), void *context);

/* Helpers to free single structs; each leaves them initialised. */
void seen_handshake_init(struct seen_handshake *handshake);
void seen_handshake_free(struct seen_handshake *handshake);
void seen_cert_init(struct seen_cert *cert);
void seen_cert_free(struct seen_cert *cert);

/* What a struct of an array holds before anything is known. */
void seen_site_init(struct seen_site *site);
void seen_offer_init(struct seen_offer *offer);
void seen_above_init(struct seen_above *above);
void seen_oddity_init(struct seen_oddity *oddity);

#endif
