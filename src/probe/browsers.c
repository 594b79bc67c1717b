/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The browsers on this computer, whose settings they follow, and what their profiles say. */
#include "probe/browsers.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/probe.h"

enum { BROWSERS_MOST = 32 };

/* ---- What the parts add ---- */

void browsers_add(struct browsing *browsing, enum browser browser, enum packaging packaging,
	const char *version, const char *file)
{
	struct seen_browsers *seen = browsing->seen;

	for (size_t i = 0; i < seen->browser_count; i++)
		if (seen->browsers[i].browser == browser &&
			seen->browsers[i].packaging == packaging)
			return;
	if (seen->browser_count >= BROWSERS_MOST)
		return;
	seen->browsers = memory_resize(
		seen->browsers, seen->browser_count + 1, sizeof(*seen->browsers));
	seen->browsers[seen->browser_count++] = (struct seen_browser){
		.browser = browser,
		.packaging = packaging,
		.version = version ? text_clean(version, strlen(version), TEXT_ONE_LINE, 60) : NULL,
		.path = text_clean(file, strlen(file), TEXT_ONE_LINE, 0),
	};
}

/* VALUE without what stands before an '@' in a URL. */
static char *without_password(const char *value)
{
	const char *scheme = strstr(value, "://");
	const char *at = scheme ? strchr(scheme, '@') : NULL;

	if (!at || (size_t)(at - scheme - 3) != strcspn(scheme + 3, "/@"))
		return text_clean(value, strlen(value), TEXT_ONE_LINE, VALUE_MOST);
	char *head = memory_text_n(value, (size_t)(scheme + 3 - value));
	char *whole = memory_format("%s%s", head, at + 1);
	char *clean = text_clean(whole, strlen(whole), TEXT_ONE_LINE, VALUE_MOST);

	free(head);
	free(whole);
	return clean;
}

void choices_add(struct seen_choice **list, size_t *count, enum browser browser, const char *path,
	int line, const char *name, const char *value)
{
	if (*count >= CHOICES_MOST)
		return;
	*list = memory_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = (struct seen_choice){
		.browser = browser,
		.path = text_clean(path, strlen(path), TEXT_ONE_LINE, 0),
		.line = line,
		.name = text_clean(name, strlen(name), TEXT_ONE_LINE, 200),
		.value = without_password(value),
	};
}

/* ---- Whose profiles ---- */

struct person {
	uid_t uid;
	char *home;
};

/* The user called NAME, or (NULL) whoever runs this. false: there is no such user. */
static bool find_person(const char *name, struct person *ret)
{
	struct passwd entry, *found = NULL;
	char room[4096];

	if (name)
		getpwnam_r(name, &entry, room, sizeof(room), &found);
	else
		getpwuid_r(geteuid(), &entry, room, sizeof(room), &found);
	if (found)
		*ret = (struct person){ entry.pw_uid, memory_text(entry.pw_dir) };
	return found;
}

/* Under sudo, HOME may still be the home of the person who called it: that isn't asked for. */
static bool owns(const char *path, uid_t uid)
{
	struct stat state;

	return !stat(path, &state) && state.st_uid == uid;
}

static void choose_home(struct browsing *browsing, const struct settings *settings)
{
	const char *home = getenv("HOME");
	struct person person = { geteuid(), NULL };
	char *whole;

	if (!settings->user && home && *home == '/') {
		whole = local_path(&browsing->home, home);
		if (owns(whole, geteuid()))
			person.home = memory_text(home);
		free(whole);
	}
	if (!person.home && !find_person(settings->user, &person))
		return;
	browsing->home_path = person.home;
	/* Root may read everything, so it reads only what belongs to whose profiles were asked for. */
	browsing->home.owned = geteuid() == 0 || person.uid != geteuid();
	browsing->home.owner = person.uid;
	browsing->seen->user = settings->user ? memory_text(settings->user) : NULL;
}

/* ---- All ---- */

/* The files of the person behind those of the system. */
static void take_files(struct browsing *browsing)
{
	struct seen_browsers *seen = browsing->seen;
	struct seen_file *more;
	size_t count;

	local_take(&browsing->system, &seen->files, &seen->file_count);
	local_take(&browsing->home, &more, &count);
	seen->files = memory_resize(seen->files, seen->file_count + count + 1, sizeof(*more));
	for (size_t i = 0; i < count; i++)
		seen->files[seen->file_count++] = more[i];
	free(more);
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	int64_t began_us = timing_monotonic_us();
	struct browsing browsing = {
		.system = { .root = seen->settings.root },
		.home = { .root = seen->settings.root },
		.seen = &seen->browsers,
	};

	(void)env;
	if (!probe_reads_here(seen, PART_BROWSERS))
		return;
	choose_home(&browsing, &seen->settings);
	firefox_look(&browsing);
	chromium_look(&browsing);
	take_files(&browsing);
	free(browsing.home_path);
	probe_done(seen, PART_BROWSERS, began_us);
	if (seen->settings.user && !browsing.home_path)
		evidence_part_status(seen, PART_BROWSERS, PART_SEEN, NULL, "no such user");
}

const struct probe probe_browsers = { .part = PART_BROWSERS, .look = look };
