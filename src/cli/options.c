/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"

#define FOR_LOOKING (FOR_WIZARD | FOR_CHECK)
#define FOR_SERVERS                \
	(FOR_LOOKING | FOR_HELLO | \
		FOR_WATCH) /* what says how to reach one, and how much to ask it */

static const struct option_row rows[] = {
	{
		.name = "lang",
		.key = "language",
		.argument = "CODE",
		.commands = FOR_ALL,
		.set = set_language,
		/* xgettext:no-c-format,perl-brace-format */
		.help = N_("The language of everything shown: {languages}."),
	},
	{
		.name = "report-lang",
		.key = "report-language",
		.argument = "CODE",
		.commands = FOR_LOOKING,
		.set = set_report_language,
		.help = N_("A second language for reports, beside or below the first."),
	},
	{
		.name = "format",
		.argument = "FORMAT",
		.commands = FOR_CHECK | FOR_WATCH | FOR_HELLO | FOR_UPSTREAMS | FOR_LOGS |
			    FOR_EXPLAIN,
		.set = set_format,
		/* xgettext:no-c-format,perl-brace-format */
		.help = N_("The form of the report: {formats}. Without this option it is text for "
			   "people."),
	},
	{
		.name = "output",
		.argument = "FILE",
		.commands = FOR_CHECK | FOR_WATCH | FOR_HELLO | FOR_UPSTREAMS | FOR_LOGS |
			    FOR_EXPLAIN,
		.set = set_output,
		.help = N_("Write the report to FILE, readable by you alone."),
	},
	{
		.name = "device",
		.argument = "this|other",
		.commands = FOR_LOOKING,
		.set = set_device,
		.help = N_("Whose trouble it is: this computer's or another device's."),
	},
	{
		.name = "user",
		.argument = "NAME",
		.commands = FOR_LOOKING,
		.set = set_user,
		.help = N_("Look at the browser profiles of this user, not at your own."),
	},
	{
		.name = "connect-to",
		.argument = "ADDRESS[:PORT]",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_connect_to,
		.help = N_("Connect there, whatever address the name has."),
	},
	{
		.name = "origin",
		.argument = "ADDRESS[:PORT]",
		.commands = FOR_SERVERS,
		.set = set_origin,
		.help = N_(
			"Connect there: the site's own server behind a CDN. Says too whether the "
			"CDN would accept it."),
	},
	{
		.name = "servername",
		.argument = "NAME",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_servername,
		.help = N_("Ask the server for this name (SNI) and judge its certificate by it."),
	},
	{
		.name = "no-sni",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_no_sni,
		.help = N_("Ask the server for no name (SNI)."),
	},
	{
		.name = "starttls",
		.argument = "PROTOCOL",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_starttls,
		.help = N_("Begin as this protocol does without encryption, then change to TLS: "
			   "smtp, imap, "
			   "pop3, ftp, ldap, postgres, mysql and others; none for TLS at once."),
	},
	{
		.name = "ca-file",
		.key = "ca-file",
		.argument = "FILE",
		.commands = FOR_LOOKING | FOR_WATCH | FOR_UPSTREAMS,
		.in_list = true,
		.set = set_ca_file,
		.help = N_("Trust the certificates in FILE (PEM) beside those of the system."),
	},
	{
		.name = "cert",
		.argument = "FILE",
		.commands = FOR_LOOKING | FOR_WATCH,
		.set = set_cert,
		.help = N_(
			"Show the client certificate in FILE (PEM) to a server that asks for one."),
	},
	{
		.name = "key",
		.argument = "FILE",
		.commands = FOR_LOOKING | FOR_WATCH,
		.set = set_key,
		.help = N_(
			"The private key of that certificate, where it is not in the same file."),
	},
	{
		.name = "proxy",
		.key = "proxy",
		.argument = "URL",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_proxy,
		.help = N_("Connect through this HTTP or SOCKS proxy. Without this option "
			   "https_proxy, "
			   "all_proxy "
			   "and no_proxy of the environment count."),
	},
	{
		.name = "no-proxy",
		.key = "no-proxy",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_no_proxy,
		.help = N_("Connect directly, whatever the environment says."),
	},
	{
		.name = "ipv4",
		.letter = '4',
		.commands = FOR_SERVERS | FOR_UPSTREAMS,
		.in_list = true,
		.set = set_ipv4,
		.help = N_("Use IPv4 only."),
	},
	{
		.name = "ipv6",
		.letter = '6',
		.commands = FOR_SERVERS | FOR_UPSTREAMS,
		.in_list = true,
		.set = set_ipv6,
		.help = N_("Use IPv6 only."),
	},
	{
		.name = "quick",
		.commands = FOR_LOOKING | FOR_HELLO,
		.in_list = true,
		.set = set_quick,
		.help = N_("Only one handshake and its certificate."),
	},
	{
		.name = "deep",
		.commands = FOR_LOOKING | FOR_HELLO,
		.in_list = true,
		.set = set_deep,
		.help = N_("Everything that can be looked at."),
	},
	{
		.name = "only",
		.argument = "ID,...",
		.commands = FOR_LOOKING | FOR_WATCH,
		.in_list = true,
		.set = set_only,
		.help = N_("Judge only these checks, for example certificate,trust."),
	},
	{
		.name = "skip",
		.argument = "ID,...",
		.commands = FOR_LOOKING | FOR_WATCH,
		.in_list = true,
		.set = set_skip,
		.help = N_("Leave these checks out."),
	},
	{
		.name = "timeout",
		.key = "timeout",
		.argument = "SECONDS",
		.commands = FOR_SERVERS,
		.in_list = true,
		.set = set_timeout,
		.help = N_("Stop looking at one address after this time; 20 seconds are usual, 60 "
			   "with --deep."),
	},
	{
		.name = "gentle",
		.key = "gentle",
		.commands = FOR_SERVERS | FOR_UPSTREAMS,
		.set = set_gentle,
		.help = N_("One connection at a time, one a second."),
	},
	{
		.name = "rate",
		.key = "rate",
		.argument = "N",
		.commands = FOR_SERVERS | FOR_UPSTREAMS,
		.set = set_rate,
		.help = N_("At most N new connections a second to one address; 20 are usual."),
	},
	{
		.name = "offline",
		.key = "offline",
		.commands = FOR_LOOKING | FOR_UPSTREAMS,
		.in_list = true,
		.set = set_offline,
		.help = N_("Ask nobody but the server itself, not even those that its certificate "
			   "names."),
	},
	{
		.name = "reference",
		.commands = FOR_LOOKING,
		.set = set_reference,
		.help = N_("Ask other servers too, for comparison: time servers, well-known sites. "
			   "They see this computer's address, not the site that is checked."),
	},
	{
		.name = "hosts",
		.argument = "FILE|-",
		.commands = FOR_CHECK | FOR_WATCH,
		.set = set_hosts,
		.help = N_(
			"Check every address in FILE, one a line; - is standard input. Options may "
			"stand behind an address: HOST:PORT --connect-to ADDRESS:PORT."),
	},
	{
		.name = "jobs",
		.argument = "N",
		.commands = FOR_CHECK | FOR_WATCH,
		.set = set_jobs,
		.help = N_("Look at N addresses at a time; usual are 32 with --hosts, 1 without, 8 "
			   "with "
			   "watch."),
	},
	{
		.name = "resume",
		.argument = "JOURNAL",
		.commands = FOR_CHECK,
		.set = set_resume,
		.help = N_("Keep what is finished in the file JOURNAL; started again with the same "
			   "file, go on where it stopped."),
	},
	{
		.name = "interval",
		.argument = "SECONDS",
		.commands = FOR_WATCH,
		.set = set_interval,
		.help = N_("Begin a round of looks every so many seconds; 60 are usual."),
	},
	{
		.name = "once",
		.commands = FOR_WATCH,
		.set = set_once,
		.help = N_(
			"Only one round, then end: for monitoring programs that call tlsdoctor."),
	},
	{
		.name = "warn",
		.argument = "LIMITS",
		.commands = FOR_WATCH,
		.set = set_warn,
		.help = N_("From where on it is a warning: days=21,success=99,time=500 (days until "
			   "the "
			   "certificate ends, percent, milliseconds), or ranges of monitoring "
			   "plugins."),
	},
	{
		.name = "crit",
		.argument = "LIMITS",
		.commands = FOR_WATCH,
		.set = set_crit,
		.help = N_("From where on it is critical, written in the same way."),
	},
	{
		.name = "save",
		.argument = "FILE",
		.commands = FOR_CHECK,
		.set = set_save,
		.help = N_("Keep everything that was seen in FILE, to open it again later."),
	},
	{
		.name = "open",
		.argument = "FILE",
		.commands = FOR_LOOKING,
		.set = set_open,
		.help = N_("Show what --save kept, judged anew, without connecting to anything."),
	},
	{
		.name = "compare",
		.argument = "FILE",
		.commands = FOR_CHECK,
		.set = set_compare,
		.help = N_("Say what changed since an earlier session that --save kept in FILE."),
	},
	{
		.name = "redact",
		.commands = FOR_LOOKING,
		.set = set_redact,
		.help = N_("Take private details out of the report and of what is saved: "
			   "addresses and names of your own network, user names, logins."),
	},
	{
		.name = "repaired-chain",
		.argument = "FILE",
		.commands = FOR_CHECK,
		.set = set_repaired_chain,
		.help = N_("When the server's certificate chain lacks something, write the whole "
			   "chain to FILE (PEM)."),
	},
	{
		.name = "offer",
		.argument = "LIST|FILE|-",
		.commands = FOR_LOOKING,
		.set = set_offer,
		.help = N_(
			"Compare the server with this client: a list of cipher suites, a file with "
			"one or with what \"tlsdoctor hello --format json\" printed, - for "
			"standard "
			"input, or self for tlsdoctor's own."),
	},
	{
		.name = "listen",
		.argument = "ADDRESS:PORT",
		.commands = FOR_HELLO | FOR_WIZARD | FOR_WATCH,
		.set = set_listen,
		.help = N_(
			"hello: wait there for the browser; without this option nobody but this "
			"computer can connect. watch: show the numbers there, as OpenMetrics over "
			"HTTP."),
	},
	{
		.name = "nginx-version",
		.argument = "VERSION",
		.commands = FOR_UPSTREAMS,
		.set = set_nginx_version,
		.help = N_("Whose usual values count, for example 1.22.1. Without this option it "
			   "is the nginx of this computer."),
	},
	{
		.name = "access-log",
		.argument = "FILE",
		.commands = FOR_LOGS,
		.set = set_access_log,
		.help = N_("The access log of the same server, to see who the clients are."),
	},
	{
		.name = "since",
		.argument = "TIME",
		.commands = FOR_LOGS,
		.set = set_since,
		.help = N_("Only lines from this time on: 2026-11-22, \"2026-11-22 06:30\", or 2h, "
			   "30m, 3d ago."),
	},
	{
		.name = "until",
		.argument = "TIME",
		.commands = FOR_LOGS,
		.set = set_until,
		.help = N_("Only lines up to this time, written in the same way."),
	},
	{
		.name = "follow",
		.commands = FOR_LOGS,
		.set = set_follow,
		.help = N_("Go on reading as the logs grow, until Ctrl+C; then comes the report."),
	},
	{
		.name = "list",
		.commands = FOR_PRACTICE,
		.set = set_list,
		.help = N_("List the practice servers."),
	},
	{
		.name = "plain",
		.key = "plain",
		.commands = FOR_WIZARD | FOR_PRACTICE | FOR_WATCH,
		.set = set_plain,
		.help = N_("Questions and answers line by line, for screen readers and simple "
			   "terminals."),
	},
	{
		.name = "ascii",
		.key = "ascii",
		.commands = FOR_ALL,
		.set = set_ascii,
		.help = N_("Marks and lines of ASCII characters only."),
	},
	{
		.name = "color",
		.key = "color",
		.argument = "auto|always|never",
		.commands = FOR_ALL,
		.set = set_color,
		.help = N_("When to use colors. auto: on a terminal, unless NO_COLOR is set."),
	},
	{
		.name = "help",
		.letter = 'h',
		.commands = FOR_ALL,
		.set = set_help,
		.help = N_("Show this text."),
	},
	{
		.name = "version",
		.letter = 'V',
		.commands = FOR_ALL,
		.set = set_version,
		.help = N_("Show the version."),
	},
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))
#define FIRST_VALUE 256 /* of getopt_long's results for rows: beyond every letter */

const struct option_row *option_at(size_t index)
{
	return index < ROW_COUNT ? &rows[index] : NULL;
}

const struct option_row *option_by_key(const char *key)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].key && !strcmp(rows[i].key, key))
			return &rows[i];
	}
	return NULL;
}

/* ---- For getopt ---- */

struct getopt_tables {
	struct option names[ROW_COUNT + 1];
	char letters[2 * ROW_COUNT + 2];
};

static void fill_tables(struct getopt_tables *tables)
{
	char *letter = tables->letters;

	*tables = (struct getopt_tables){ 0 };
	*letter++ = ':'; /* a missing value is told from an unknown option */
	for (size_t i = 0; i < ROW_COUNT; i++) {
		tables->names[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument : no_argument,
			.val = FIRST_VALUE + (int)i,
		};
		if (rows[i].letter)
			*letter++ = rows[i].letter;
	}
}

/* The row that getopt_long's result (or optopt) means, or NULL. */
static const struct option_row *row_of(int result)
{
	if (result >= FIRST_VALUE)
		return option_at((size_t)(result - FIRST_VALUE));
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].letter && rows[i].letter == result)
			return &rows[i];
	}
	return NULL;
}

static void rewind_getopt(void)
{
	optind = 0; /* glibc and musl: begin afresh */
	opterr = 0;
}

/* The last value in ARGV of the option that SET reads, for which FITS holds; or NULL. */
static const char *value_in(
	int argc, char **argv, value_setter *set, bool (*fits)(const char *value))
{
	struct getopt_tables tables;
	const char *value = NULL;
	/* getopt_long permutes: on a copy, so that the real reading finds the words where they were. */
	char **copy = memory_new((size_t)argc + 1, sizeof(*copy));
	int result;

	memcpy(copy, argv, (size_t)argc * sizeof(*copy));
	fill_tables(&tables);
	rewind_getopt();
	while ((result = getopt_long(argc, copy, tables.letters, tables.names, NULL)) != -1) {
		const struct option_row *row = row_of(result);

		if (row && row->set == set && fits(optarg))
			value = optarg;
	}
	free(copy);
	return value;
}

static bool is_language(const char *value)
{
	return language_by_name(value) != NULL;
}

static bool is_anything(const char *value)
{
	return value != NULL;
}

const struct language *options_language(int argc, char **argv)
{
	const char *value = value_in(argc, argv, set_language, is_language);

	return value ? language_by_name(value) : NULL;
}

bool options_for_plugin(int argc, char **argv)
{
	const char *value = value_in(argc, argv, set_format, is_anything);

	return value && !strcmp(value, "nagios");
}

/* ---- What is wrong ---- */

/* How many characters must be put in, taken out or changed; bounded, for short names (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[64];
	size_t length = strlen(b);

	if (length >= 64)
		return 64;
	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < length; j++) {
			size_t change = corner + (a[i] != b[j]);
			size_t shift = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;

			corner = row[j + 1];
			row[j + 1] = change < shift ? change : shift;
		}
	}
	return row[length];
}

/* The row whose name is nearest to NAME, or NULL when none is near. */
static const struct option_row *nearest(const char *name)
{
	const struct option_row *best = NULL;
	size_t best_distance = strlen(name) / 2 + 1;

	if (strlen(name) > 40)
		return NULL;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		size_t here = distance(name, rows[i].name);

		if (here < best_distance) {
			best = &rows[i];
			best_distance = here;
		}
	}
	return best;
}

static char *option_name(const struct option_row *row)
{
	return memory_format("--%s", row->name);
}

static char *say_nearest(
	const struct language *language, const char *word, const struct option_row *row)
{
	char *name = option_name(row);
	char *sentence = say(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("There is no option {option}. Did you mean {nearest}?"),
		(struct fill[]){
			{ "option", word },
			{ "nearest", name },
			{ NULL, NULL },
		});

	free(name);
	return sentence;
}

static char *say_unknown(const struct language *language, const char *argument)
{
	/* getopt keeps the letter that it stumbled over; of "--name=value" the name alone is meant. */
	char *word = optopt ? memory_format("-%c", optopt)
			    : memory_text_n(argument, strcspn(argument, "="));
	const struct option_row *row = optopt ? NULL : nearest(word + 2);
	char *sentence =
		row ? say_nearest(language, word, row)
		    : say_one(language,
			      /* xgettext:no-c-format,perl-brace-format */
			      N_("There is no option {option}. \"tlsdoctor --help\" lists all."),
			      "option", word);

	free(word);
	return sentence;
}

static char *say_of_row(
	const struct language *language, const char *pattern, const struct option_row *row)
{
	char *name = option_name(row);
	char *sentence = say(language, pattern,
		(struct fill[]){
			{ "option", name },
			{ "argument", row->argument ? row->argument : "" },
			{ NULL, NULL },
		});

	free(name);
	return sentence;
}

static char *say_misplaced(const struct language *language, const struct option_row *row,
	const struct command *command)
{
	char *name = option_name(row);
	char *sentence;

	if (!command->name[0])
		sentence = say_one(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The option {option} needs a command, for example \"tlsdoctor check\"."),
			"option", name);
	else
		sentence = say(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The option {option} does not go with the command {command}."),
			(struct fill[]){
				{ "option", name },
				{ "command", command->name },
				{ NULL, NULL },
			});
	free(name);
	return sentence;
}

/* ---- Reading ---- */

/* What getopt_long could not take. */
static char *say_wrong(const struct language *language, int result, const char *argument)
{
	const struct option_row *row = row_of(optopt);

	if (result == ':' && row)
		return say_of_row(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The option {option} needs a value: {argument}"), row);
	if (row && optopt >= FIRST_VALUE)
		return say_of_row(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The option {option} takes no value."), row);
	return say_unknown(language, argument);
}

static char *apply(struct invocation *invocation, const struct option_row *row, const char *value)
{
	char *name = option_name(row);
	char *wrong = row->set(invocation, name, value);

	free(name);
	return wrong;
}

/* Takes the command off the words. */
static void find_command(struct invocation *invocation)
{
	const struct command *command = invocation->word_count ? command_find(invocation->words[0])
							       : NULL;

	if (command) {
		invocation->words++;
		invocation->word_count--;
	}
	invocation->command = command ? command : command_find("");
}

/*
 * "tlsdoctor explain -9807": an error code is no option. Such a word gets a blank before it, which means
 * nothing in a text, and getopt leaves it alone.
 */
static void shield_codes(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "explain") != 0)
		return;
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (argv[i][0] == '-' && argv[i][1] >= '0' && argv[i][1] <= '9' && argv[i][2])
			argv[i] = memory_format(" %s", argv[i]);
	}
}

/*
 * Applies all options of ARGV and notes which (USED NULL: of a line in a list, where not all may stand); getopt then
 * knows where the words begin. NULL, or what is wrong.
 */
static char *read_all(int argc, char **argv, struct invocation *invocation, bool *used)
{
	struct getopt_tables tables;
	char *wrong = NULL;
	int result;

	fill_tables(&tables);
	rewind_getopt();
	while (!wrong &&
		(result = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1) {
		const struct option_row *row = row_of(result);

		if (!row) {
			wrong = say_wrong(invocation->language, result, argv[optind - 1]);
			break;
		}
		if (used)
			used[row - rows] = true;
		else if (!row->in_list)
			return say_of_row(invocation->language,
				/* xgettext:no-c-format,perl-brace-format */
				N_("The option {option} can't stand in a list of addresses: it "
				   "is for all of them."),
				row);
		wrong = apply(invocation, row, optarg);
	}
	return wrong;
}

char *options_read(int argc, char **argv, struct invocation *invocation)
{
	bool used[ROW_COUNT] = { false };
	char *wrong;

	shield_codes(argc, argv);
	wrong = read_all(argc, argv, invocation, used);
	if (wrong)
		return wrong;
	invocation->words = argv + optind;
	invocation->word_count = optind < argc ? (size_t)(argc - optind) : 0;
	find_command(invocation);
	for (size_t i = 0; i < ROW_COUNT && !wrong; i++) {
		if (used[i] && !(rows[i].commands & invocation->command->bit))
			wrong = say_misplaced(invocation->language, &rows[i], invocation->command);
	}
	return wrong;
}

char *options_read_line(char **words, int count, struct invocation *invocation)
{
	char **argv = memory_new((size_t)count + 2, sizeof(*argv));
	char *wrong;

	argv[0] = "tlsdoctor";
	memcpy(argv + 1, words, (size_t)count * sizeof(*argv));
	wrong = read_all(count + 1, argv, invocation, NULL);
	invocation->word_count = wrong ? 0 : (size_t)(count + 1 - optind);
	memmove(argv, argv + optind, invocation->word_count * sizeof(*argv));
	invocation->words = argv;
	return wrong;
}
