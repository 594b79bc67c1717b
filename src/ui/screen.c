/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#undef tone /* a capability that is called as our enum is */
#include "base/memory.h"
#include "ui/clipboard.h"
#include "ui/marks.h"
#include "ui/ui.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

struct screen {
	SCREEN *curses;
	bool paste; /* the terminal understands bracketed paste */
};

/* ---- What signal handlers may touch: the only state that isn't passed along ---- */

static volatile sig_atomic_t ending, resized, stop_asked, continued;
static int wake[2] = { -1, -1 };
static volatile sig_atomic_t in_screen; /* the crash handler has something to put back */
static struct termios shell_modes;
static char leave[256]; /* bytes that end full-screen mode */
static size_t leave_length;

static void on_signal(int number)
{
	int saved = errno;
	ssize_t written;

	if (number == SIGWINCH)
		resized = 1;
	else if (number == SIGTSTP)
		stop_asked = 1;
	else if (number == SIGCONT)
		continued = 1;
	else
		ending = number;
	written = write(wake[1], "", 1); /* full: it is readable anyway */
	(void)written;
	errno = saved;
}

/* Only calls that a signal handler may make (POSIX.1-2017, 2.4.3). */
static void put_back(void)
{
	ssize_t written;

	if (!in_screen)
		return;
	in_screen = 0;
	written = write(STDOUT_FILENO, leave, leave_length);
	(void)written;
	tcsetattr(STDIN_FILENO, TCSANOW, &shell_modes);
}

static void on_crash(int number)
{
	put_back();
	signal(number, SIG_DFL); /* let it be seen for what it is, with its core file */
	raise(number);
}

/* ---- Catching and releasing ---- */

static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static const int moves[] = { SIGWINCH, SIGTSTP, SIGCONT };
static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What each signal did before we came. */
static struct sigaction before[NSIG];

static void set_handler(int number, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void catch_signal(int number, void (*handler)(int), int flags)
{
	sigaction(number, NULL, &before[number]);
	set_handler(number, handler, flags);
}

int screen_catch(void)
{
	ending = resized = stop_asked = continued = 0;
	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	for (size_t i = 0; i < COUNT(ends); i++)
		catch_signal(ends[i], on_signal, SA_RESTART);
	return wake[0];
}

int screen_ended(void)
{
	return ending;
}

void screen_release(void)
{
	for (size_t i = 0; i < COUNT(ends); i++)
		sigaction(ends[i], &before[ends[i]], NULL);
	for (int i = 0; i < 2; i++) {
		if (wake[i] >= 0)
			close(wake[i]);
		wake[i] = -1;
	}
}

static void catch_for_screen(void)
{
	/* Before newterm(), so that ncurses leaves them alone. */
	for (size_t i = 0; i < COUNT(moves); i++)
		catch_signal(moves[i], on_signal, SA_RESTART);
	for (size_t i = 0; i < COUNT(crashes); i++)
		catch_signal(crashes[i], on_crash, (int)SA_RESETHAND);
}

static void release_for_screen(void)
{
	for (size_t i = 0; i < COUNT(moves); i++)
		sigaction(moves[i], &before[moves[i]], NULL);
	for (size_t i = 0; i < COUNT(crashes); i++)
		sigaction(crashes[i], &before[crashes[i]], NULL);
	screen_release();
}

/* ---- The terminal ---- */

bool ui_screen_possible(void)
{
	int error = 0;
	bool possible;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
		return false;
	possible = cursor_address && clear_screen && !generic_type && !hard_copy;
	del_curterm(cur_term);
	return possible;
}

static void add_leave(const char *bytes)
{
	size_t length = bytes ? strlen(bytes) : 0;

	if (leave_length + length > sizeof(leave))
		return;
	memcpy(leave + leave_length, bytes, length);
	leave_length += length;
}

/* Padding ($<5>) stands for no bytes that a crash should wait for. */
static void add_leave_unpadded(const char *capability)
{
	char bytes[128];
	size_t length = 0;

	for (const char *c = capability; c && *c && length + 1 < sizeof(bytes); c++) {
		if (c[0] == '$' && c[1] == '<' && strchr(c, '>')) {
			c = strchr(c, '>');
			continue;
		}
		bytes[length++] = *c;
	}
	bytes[length] = '\0';
	add_leave(bytes);
}

static void remember_way_out(bool paste)
{
	leave_length = 0;
	if (paste)
		add_leave(PASTE_OFF);
	add_leave_unpadded(exit_attribute_mode);
	add_leave_unpadded(exit_alt_charset_mode);
	add_leave_unpadded(keypad_local);
	add_leave_unpadded(cursor_normal);
	add_leave_unpadded(exit_ca_mode);
	add_leave("\r\n");
	in_screen = 1;
}

/* terminfo names it for few; these families have had it for long, and others ignore the request. */
static bool knows_paste(void)
{
	static const char *const families[] = { "xterm", "tmux", "rxvt", "foot", "alacritty",
		"kitty", "putty", "st-", "vte" };
	const char *term = getenv("TERM"), *named = tigetstr("BE");

	if (named && named != (char *)-1)
		return true;
	for (size_t i = 0; term && i < COUNT(families); i++)
		if (strncmp(term, families[i], strlen(families[i])) == 0)
			return true;
	/* screen's own terminfo is used inside tmux as well, which understands it. */
	return term && strncmp(term, "screen", 6) == 0 && getenv("TMUX");
}

static void send(const char *bytes)
{
	fputs(bytes, stdout);
	fflush(stdout);
}

static void begin_colors(bool color)
{
	if (!color || !has_colors() || start_color() != OK)
		return;
	use_default_colors();
	for (enum tone tone = TONE_GOOD; tone < TONE_COUNT; tone++)
		init_pair((short)tone, (short)tone_color(tone, COLORS), -1);
}

/* What terminals send beside what terminfo names: TERM often says xterm inside of something else. */
static void define_keys(void)
{
	static const struct {
		const char *bytes;
		int code;
	} others[] = {
		{ "\033[200~", SCREEN_KEY_PASTE_BEGIN },
		{ "\033[201~", SCREEN_KEY_PASTE_END },
		{ "\033[A", KEY_UP },
		{ "\033[B", KEY_DOWN },
		{ "\033[C", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },
		{ "\033OA", KEY_UP },
		{ "\033OB", KEY_DOWN },
		{ "\033OC", KEY_RIGHT },
		{ "\033OD", KEY_LEFT },
		{ "\033[H", KEY_HOME },
		{ "\033OH", KEY_HOME },
		{ "\033[1~", KEY_HOME },
		{ "\033[7~", KEY_HOME },
		{ "\033[F", KEY_END },
		{ "\033OF", KEY_END },
		{ "\033[4~", KEY_END },
		{ "\033[8~", KEY_END },
		{ "\033[3~", KEY_DC },
		{ "\033[5~", KEY_PPAGE },
		{ "\033[6~", KEY_NPAGE },
		{ "\033[Z", KEY_BTAB },
		{ "\033OP", KEY_F(1) },
		{ "\033[11~", KEY_F(1) },
		{ "\033[[A", KEY_F(1) },
		{ "\033OQ", KEY_F(2) },
		{ "\033[12~", KEY_F(2) },
		{ "\033[[B", KEY_F(2) },
		{ "\033[15~", KEY_F(5) },
		{ "\033[[E", KEY_F(5) },
	};

	for (size_t i = 0; i < COUNT(others); i++)
		define_key(others[i].bytes, others[i].code);
}

static void set_modes(void)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	meta(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
}

struct screen *screen_open(bool color)
{
	struct screen *screen;

	if (!ui_screen_possible() || tcgetattr(STDIN_FILENO, &shell_modes) != 0)
		return NULL;
	if (screen_catch() < 0)
		return NULL;
	catch_for_screen();
	screen = memory_new(1, sizeof(*screen));
	screen->curses = newterm(NULL, stdout, stdin);
	if (!screen->curses) {
		release_for_screen();
		free(screen);
		return NULL;
	}
	set_escdelay(50); /* the bytes of one key may come apart on a slow line */
	set_modes();
	begin_colors(color);
	screen->paste = knows_paste();
	define_keys();
	remember_way_out(screen->paste);
	memory_set_restore(put_back);
	if (screen->paste)
		send(PASTE_ON);
	return screen;
}

static void suspend(struct screen *screen)
{
	if (screen->paste)
		send(PASTE_OFF);
	endwin();
	in_screen = 0;
}

static void resume(struct screen *screen)
{
	reset_prog_mode();
	in_screen = 1;
	clearok(curscr, TRUE);
	refresh();
	if (screen->paste)
		send(PASTE_ON);
}

void screen_close(struct screen *screen)
{
	if (!screen)
		return;
	/* The Linux console has no second screen: the prompt shall not stand in our picture. */
	if (!exit_ca_mode && LINES > 0) {
		move(LINES - 1, 0);
		clrtoeol();
		refresh();
	}
	suspend(screen);
	memory_set_restore(NULL);
	delscreen(screen->curses);
	release_for_screen();
	free(screen);
}

int screen_fd(const struct screen *screen)
{
	(void)screen;
	return wake[0];
}

static void stop_here(struct screen *screen)
{
	suspend(screen);
	set_handler(SIGTSTP, SIG_DFL, 0);
	raise(SIGTSTP);
	/* Here again: somebody said "fg". */
	set_handler(SIGTSTP, on_signal, SA_RESTART);
}

static void take_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col &&
		is_term_resized(size.ws_row, size.ws_col))
		resize_term(size.ws_row, size.ws_col);
}

struct screen_asked screen_asked(struct screen *screen)
{
	struct screen_asked asked = { 0 };
	char drop[64];

	while (read(wake[0], drop, sizeof(drop)) > 0)
		;
	asked.ending = ending;
	if (stop_asked) {
		stop_asked = 0;
		stop_here(screen);
		continued = 1;
	}
	asked.stopped = continued;
	asked.resized = continued || resized; /* a stopped program isn't told of a new size */
	continued = resized = 0;
	if (asked.resized)
		take_size();
	if (asked.stopped)
		resume(screen);
	return asked;
}

bool screen_copy(struct screen *screen, const char *text)
{
	const char *term = getenv("TERM");
	char *sequence;

	/* Those that bracket pastes are those that know this too. */
	if (!screen->paste || strlen(text) > CLIPBOARD_MOST)
		return false;
	sequence = clipboard_sequence(text, getenv("TMUX") || (term && !strncmp(term, "tmux", 4)));
	send(sequence);
	free(sequence);
	return true;
}

void screen_plain(struct screen *screen, const char *text, const char *enter_text)
{
	struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { wake[0], POLLIN, 0 } };
	size_t length = strlen(text);
	char line[256];

	if (length && text[length - 1] == '\n')
		length--;
	suspend(screen);
	/* One empty row before it, so that a usual letter is whole on a usual screen. */
	printf("\n%.*s\n\n%s ", (int)length, text, enter_text);
	fflush(stdout);
	/* The shell's own modes are on: a line comes whole. A signal ends the waiting as well. */
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	if (fds[0].revents) {
		ssize_t got = read(STDIN_FILENO, line, sizeof(line));

		(void)got;
	}
	resume(screen);
}
