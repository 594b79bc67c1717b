/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats of monitoring programs, read by strict readers. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "report/monitor.h"
#include "report/sample.h"
#include "support/openmetrics.h"

static void is_openmetrics(const char *text)
{
	char *wrong = openmetrics_wrong(text);

	cr_expect_null(wrong, "%s\n%s", wrong, text);
	free(wrong);
}

static void is_plugin_line(const char *line)
{
	char *wrong = plugin_line_wrong(line);

	cr_expect_null(wrong, "%s\n%s", wrong, line);
	free(wrong);
}

/* ---- The readers themselves ---- */

Test(report_monitor, the_strict_reader_refuses_what_the_specification_forbids)
{
	static const char *const bad[] = {
		"",
		"# TYPE a gauge\na 1\n",
		"# TYPE a gauge\na 1\n# EOF",
		"# TYPE a gauge\na 1\n# EOF\n\n",
		"a 1\n# EOF\n",
		"# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n# EOF\n",
		"# TYPE a gauge\na 1\na 2\n# EOF\n",
		"# TYPE a gauge\na{x=\"1\",x=\"2\"} 2\n# EOF\n",
		"# TYPE a gauge\na{x=\"\\t\"} 2\n# EOF\n",
		"# TYPE a gauge\na{x=\"1} 2\n# EOF\n",
		"# TYPE a gauge\na  2\n# EOF\n",
		"# TYPE a gauge\na two\n# EOF\n",
		"# TYPE a counter\na 2\n# EOF\n",
		"# TYPE a info\na_info 2\n# EOF\n",
		"# TYPE a stateset\na{b=\"c\"} 1\n# EOF\n",
		"# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n",
		"# TYPE a summary\na 1\n# EOF\n",
		"# a comment\n# EOF\n",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *wrong = openmetrics_wrong(bad[i]);

		cr_expect(wrong, "%s", bad[i]);
		free(wrong);
	}
	is_openmetrics("# TYPE a_seconds summary\n# UNIT a_seconds seconds\n# HELP a_seconds x\n"
		       "a_seconds{quantile=\"0.5\"} 1.5\na_seconds_count 3\n# EOF\n");
}

Test(report_monitor, the_reader_of_lines_refuses_what_plugins_may_not_print)
{
	static const char *const bad[] = { "OK\n", "TLS OK - a", "TLS OK - a\nb\n",
		"TLS OK - a | x\n", "TLS OK - a | 'x'=\n", "TLS OK - a | 'x=1'=1\n",
		"TLS OK - a | 'x'=1parsec\n", "TLS OK - a | b | 'x'=1\n" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *wrong = plugin_line_wrong(bad[i]);

		cr_expect(wrong, "%s", bad[i]);
		free(wrong);
	}
	is_plugin_line("TLS WARNING - a | 'a b'=1.5ms;@1:2;~:3;0 'c'=3\n");
}

/* ---- Each sample ---- */

static struct session *sample(size_t i)
{
	switch (i) {
	case 0:
		return sample_expired();
	case 1:
		return sample_healthy();
	case 2:
		return sample_no_name();
	case 3:
		return sample_hostile();
	default:
		return NULL;
	}
}

Test(report_monitor, every_session_gives_valid_openmetrics_and_a_valid_line)
{
	struct session *session;

	for (size_t i = 0; (session = sample(i)); i++) {
		for (size_t k = 0; language_at(k); k++) {
			const char *code = language_code(language_at(k));
			char *line = sample_render(session, "nagios", code, 80);

			is_plugin_line(line);
			free(line);
		}
		char *page = sample_render(session, "openmetrics", "en", 80);

		is_openmetrics(page);
		free(page);
		sample_free(session);
	}
}

Test(report_monitor, a_problem_is_critical_and_named)
{
	struct session *session = sample_expired();
	char *line = sample_render(session, "nagios", "en", 80);
	char *page = sample_render(session, "openmetrics", "en", 80);

	cr_expect(!strncmp(line, "TLS CRITICAL - ", 15), "%s", line);
	cr_expect(strstr(line, "'success'=0%"), "%s", line);
	cr_expect(
		strstr(page, ",cause=\"certificate-expired\",severity=\"fail\",who=\"site\"} 1\n"),
		"%s", page);
	cr_expect(strstr(page, "tlsdoctor_verdict=\"fail\"} 1\n"), "%s", page);
	free(page);
	free(line);
	sample_free(session);
}

/* ---- Several ---- */

static char *line_of(const struct session *const *sessions, size_t count, size_t unchecked)
{
	const struct report_options options = {
		.language = language_english(),
		.unchecked = unchecked,
	};

	return report_format("nagios")->render(sessions, count, &options);
}

Test(report_monitor, of_several_the_gravest_counts_and_all_are_counted)
{
	struct session *good = sample_healthy(), *bad = sample_expired();
	const struct session *both[] = { good, bad };
	char *line = line_of(both, 2, 0);

	is_plugin_line(line);
	cr_expect(!strncmp(line, "TLS CRITICAL - ", 15), "%s", line);
	cr_expect(strstr(line, "'ok'=1;;;0;2"), "%s", line);
	cr_expect(strstr(line, "'critical'=1;;;0;2"), "%s", line);
	free(line);
	line = line_of(both, 1, 1);
	is_plugin_line(line);
	cr_expect(!strncmp(line, "TLS UNKNOWN - ", 14), "%s", line);
	free(line);
	sample_free(good);
	sample_free(bad);
}

Test(report_monitor, a_thousand_targets_fit_on_one_line_and_none_is_written_twice)
{
	const struct session *many[1000];
	struct session *bad = sample_expired();
	const struct report_options options = { .language = language_english() };
	char *text;

	for (size_t i = 0; i < 1000; i++)
		many[i] = bad;
	text = line_of(many, 1000, 0);
	is_plugin_line(text);
	free(text);
	text = report_format("openmetrics")->render(many, 1000, &options);
	is_openmetrics(text); /* it knows them by their names, which are the same */
	free(text);
	text = report_format("openmetrics")->render(NULL, 0, &options);
	is_openmetrics(text);
	free(text);
	sample_free(bad);
}

Test(report_monitor, a_stroke_or_a_quote_in_what_was_typed_breaks_no_line)
{
	struct session *session = sample_hostile();
	struct watched *watched = watched_new(&session->evidence.settings);
	const struct watched *const items[] = { watched, watched };
	char *text;

	free(watched->name);
	watched->name = memory_text("a|b'c=d\ne\"f\\g");
	watched_add(watched, session);
	text = monitor_nagios(items, 2, NULL, 0, language_english());
	is_plugin_line(text);
	free(text);
	text = monitor_openmetrics(items, 2, true);
	is_openmetrics(text);
	cr_expect(strstr(text, "target=\"a|b'c=d e\\\"f\\\\g\""), "%s", text);
	free(text);
	watched_free(watched);
	sample_free(session);
}
