/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/terminal.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/timing.h"

/* What the small shell writes when its job stops; no screen of ours holds it. */
#define STOPPED_WORD "[job-stopped]"

/* ---- Starting ---- */

static void keep_only_environment(const char *const *env)
{
	char *path = memory_text(getenv("PATH")), *home = memory_text(getenv("HOME"));
	char *sanitizer = memory_text(getenv("ASAN_OPTIONS"));

	clearenv();
	if (path)
		setenv("PATH", path, 1);
	if (home)
		setenv("HOME", home, 1);
	if (sanitizer)
		setenv("ASAN_OPTIONS", sanitizer, 1);
	for (size_t i = 0; env && env[i]; i++)
		putenv(memory_text(env[i]));
}

static _Noreturn void become(const struct terminal_start *start)
{
	signal(SIGTSTP, SIG_DFL);
	signal(SIGTTOU, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	execv(start->argv[0], (char *const *)(const void *)start->argv);
	_exit(127);
}

static void tell(const char *text)
{
	ssize_t written = write(STDOUT_FILENO, text, strlen(text));

	(void)written;
}

/* A shell with one job in the foreground: says when it stops, goes on at SIGUSR1, ends with it. */
static _Noreturn void small_shell(const struct terminal_start *start)
{
	sigset_t wait_for;
	pid_t job;
	int status;

	signal(SIGTTOU, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	sigemptyset(&wait_for);
	sigaddset(&wait_for, SIGUSR1);
	sigprocmask(SIG_BLOCK, &wait_for, NULL);
	job = fork();
	if (job == 0) {
		sigprocmask(SIG_UNBLOCK, &wait_for, NULL);
		setpgid(0, 0);
		tcsetpgrp(STDIN_FILENO, getpid());
		become(start);
	}
	setpgid(job, job);
	for (;;) {
		char word[64];
		int got;

		if (waitpid(job, &status, WUNTRACED) != job)
			_exit(126);
		if (!WIFSTOPPED(status))
			break;
		tcsetpgrp(STDIN_FILENO, getpgrp());
		snprintf(word, sizeof(word), "%s", STOPPED_WORD);
		tell(word);
		sigwait(&wait_for, &got);
		tcsetpgrp(STDIN_FILENO, job);
		kill(-job, SIGCONT);
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void to_program(const char *bytes, size_t length, void *context)
{
	struct terminal *terminal = context;
	ssize_t written = write(terminal->fd, bytes, length);

	(void)written;
}

struct terminal *terminal_open(const struct terminal_start *start)
{
	struct terminal *terminal = memory_new(1, sizeof(*terminal));
	struct winsize size = { .ws_row = (unsigned short)start->rows,
		.ws_col = (unsigned short)start->columns };

	terminal->rows = start->rows;
	terminal->columns = start->columns;
	terminal->is_job = start->job;
	terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
	if (terminal->pid == 0) {
		keep_only_environment(start->env);
		if (start->job)
			small_shell(start);
		become(start);
	}
	terminal->vt = vterm_new(start->rows, start->columns);
	vterm_set_utf8(terminal->vt, 1);
	vterm_output_set_callback(terminal->vt, to_program, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vt);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_reset(terminal->screen, 1);
	return terminal;
}

/* ---- Bytes ---- */

/* The length of the sequence at SEQUENCE, an escape character; 0: there is more to come. */
static size_t sequence_length(const char *sequence, const char *end)
{
	if (end - sequence < 2)
		return 0;
	if (sequence[1] != '[')
		return 2;
	for (const char *at = sequence + 2; at < end; at++)
		if (*at < ' ' || *at > '?')
			return (size_t)(at + 1 - sequence);
	return 0;
}

/*
 * Whether a scrolling region fits on the screen. One that was sent for a larger screen and came after the
 * resize doesn't; terminals pay no heed to it, but libvterm 0.1.4 then moves lines from and to places
 * outside its memory.
 */
static bool region_fits(struct terminal *terminal, const char *sequence, size_t length)
{
	int top = 1, bottom = terminal->rows;

	if (sequence[length - 1] != 'r' || !strchr("0123456789;r", sequence[2]))
		return true;
	sscanf(sequence, "\033[%d;%d", &top, &bottom);
	if (top >= terminal->rows || top >= bottom)
		return false;
	terminal->region_top = top > 1 ? top : 0;
	return true;
}

/* Gives the screen what was read, sequence by sequence. */
static void show(struct terminal *terminal)
{
	const char *end = terminal->raw + terminal->bytes;

	for (;;) {
		const char *from = terminal->raw + terminal->shown;
		const char *escape = memchr(from, '\033', (size_t)(end - from));
		size_t plain = (size_t)((escape ? escape : end) - from), length;

		vterm_input_write(terminal->vt, from, plain);
		terminal->shown += plain;
		length = escape ? sequence_length(escape, end) : 0;
		if (!length)
			return;
		if (region_fits(terminal, escape, length))
			vterm_input_write(terminal->vt, escape, length);
		terminal->shown += length;
	}
}

bool terminal_pump(struct terminal *terminal, int ms)
{
	struct pollfd fd = { terminal->fd, POLLIN, 0 };
	char bytes[8192];
	ssize_t got;

	if (terminal->ended || poll(&fd, 1, ms) <= 0)
		return false;
	got = read(terminal->fd, bytes, sizeof(bytes));
	if (got <= 0) {
		terminal->ended = got == 0 || errno != EINTR;
		return false;
	}
	terminal->raw = memory_resize(terminal->raw, terminal->bytes + (size_t)got + 1, 1);
	memcpy(terminal->raw + terminal->bytes, bytes, (size_t)got);
	terminal->bytes += (size_t)got;
	terminal->raw[terminal->bytes] = '\0';
	show(terminal);
	return true;
}

void terminal_keys(struct terminal *terminal, const char *keys)
{
	to_program(keys, strlen(keys), terminal);
}

void terminal_paste(struct terminal *terminal, const char *text)
{
	terminal_keys(terminal, "\033[200~");
	terminal_keys(terminal, text);
	terminal_keys(terminal, "\033[201~");
}

void terminal_resize(struct terminal *terminal, int columns, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	/* First what was drawn for the old size, lest it be read as meant for the new one. */
	while (terminal_pump(terminal, 0))
		;
	if (terminal->region_top >= rows) { /* the same, by the other road */
		static const char whole[] = "\033[r";

		vterm_input_write(terminal->vt, whole, sizeof(whole) - 1);
		terminal->region_top = 0;
	}
	vterm_set_size(terminal->vt, rows, columns);
	terminal->rows = rows;
	terminal->columns = columns;
	ioctl(terminal->fd, TIOCSWINSZ, &size);
}

/* ---- The screen ---- */

static void add_code(struct buffer *text, uint32_t code)
{
	if (code < 0x80) {
		buffer_add_char(text, (char)code);
		return;
	}
	if (code < 0x800) {
		buffer_add_char(text, (char)(0xc0 | code >> 6));
	} else {
		if (code < 0x10000) {
			buffer_add_char(text, (char)(0xe0 | code >> 12));
		} else {
			buffer_add_char(text, (char)(0xf0 | code >> 18));
			buffer_add_char(text, (char)(0x80 | (code >> 12 & 0x3f)));
		}
		buffer_add_char(text, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	buffer_add_char(text, (char)(0x80 | (code & 0x3f)));
}

char *terminal_row(struct terminal *terminal, int row)
{
	struct buffer text = { 0 };
	char *result;
	size_t length;

	for (int column = 0; column < terminal->columns;) {
		VTermScreenCell cell;

		vterm_screen_get_cell(
			terminal->screen, (VTermPos){ .row = row, .col = column }, &cell);
		if (!cell.chars[0])
			buffer_add_char(&text, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			if (cell.chars[i] != (uint32_t)-1)
				add_code(&text, cell.chars[i]);
		column += cell.width > 0 ? cell.width : 1;
	}
	result = buffer_take(&text);
	length = strlen(result);
	while (length && result[length - 1] == ' ')
		result[--length] = '\0';
	return result;
}

static char *without_blanks(const char *text)
{
	struct buffer result = { 0 };

	for (; *text; text++)
		if (*text != ' ' && *text != '\n')
			buffer_add_char(&result, *text);
	return buffer_take(&result);
}

static char *whole_screen(struct terminal *terminal)
{
	struct buffer text = { 0 };

	for (int row = 0; row < terminal->rows; row++) {
		char *line = terminal_row(terminal, row);

		buffer_add_text(&text, line);
		free(line);
	}
	return buffer_take(&text);
}

bool terminal_has(struct terminal *terminal, const char *text)
{
	char *screen = whole_screen(terminal), *dense = without_blanks(screen);
	char *wanted = without_blanks(text);
	bool has = strstr(dense, wanted) != NULL;

	free(screen);
	free(dense);
	free(wanted);
	return has;
}

int terminal_row_of(struct terminal *terminal, const char *text)
{
	for (int row = 0; row < terminal->rows; row++) {
		char *line = terminal_row(terminal, row);
		bool here = strstr(line, text) != NULL;

		free(line);
		if (here)
			return row;
	}
	return -1;
}

void terminal_dump(struct terminal *terminal)
{
	fprintf(stderr, "screen %dx%d, %zu bytes written%s:\n", terminal->columns, terminal->rows,
		terminal->bytes, terminal->ended ? ", ended" : "");
	for (int row = 0; row < terminal->rows; row++) {
		char *line = terminal_row(terminal, row);

		fprintf(stderr, "%02d|%s\n", row, line);
		free(line);
	}
}

/* ---- Waiting ---- */

static bool wait_text(struct terminal *terminal, const char *text, bool there)
{
	struct deadline deadline = deadline_in_ms(TERMINAL_PATIENCE_MS);

	for (;;) {
		while (terminal_pump(terminal, 0))
			;
		if (terminal_has(terminal, text) == there)
			return true;
		if (deadline_over(deadline) || terminal->ended)
			break;
		terminal_pump(terminal, 20);
	}
	fprintf(stderr, "waited in vain for this to be %s: %s\n", there ? "there" : "gone", text);
	terminal_dump(terminal);
	return false;
}

bool terminal_until(struct terminal *terminal, const char *text)
{
	return wait_text(terminal, text, true);
}

bool terminal_gone(struct terminal *terminal, const char *text)
{
	return wait_text(terminal, text, false);
}

bool terminal_wrote(struct terminal *terminal, const char *sequence, size_t from)
{
	struct deadline deadline = deadline_in_ms(TERMINAL_PATIENCE_MS);

	for (;;) {
		if (terminal->bytes > from && memmem(terminal->raw + from, terminal->bytes - from,
						      sequence, strlen(sequence)))
			return true;
		if (deadline_over(deadline) || terminal->ended)
			return false;
		terminal_pump(terminal, 20);
	}
}

bool terminal_job_stopped(struct terminal *terminal)
{
	return terminal_wrote(terminal, STOPPED_WORD, 0);
}

void terminal_job_resume(struct terminal *terminal)
{
	kill(terminal->pid, SIGUSR1);
}

pid_t terminal_job_pid(struct terminal *terminal)
{
	return terminal->is_job ? tcgetpgrp(terminal->fd) : terminal->pid;
}

int terminal_status(struct terminal *terminal)
{
	struct deadline deadline = deadline_in_ms(TERMINAL_PATIENCE_MS);
	int status;

	while (!deadline_over(deadline)) {
		if (!terminal_pump(terminal, 10) && terminal->ended)
			poll(NULL, 0, 1); /* closed, not yet gone */
		if (waitpid(terminal->pid, &status, WNOHANG) == terminal->pid) {
			while (terminal_pump(terminal, 0))
				;
			terminal->pid = -1;
			return status;
		}
	}
	return -1;
}

int terminal_close(struct terminal *terminal)
{
	int status = -1;

	if (terminal->pid > 0) {
		kill(terminal->pid, SIGKILL);
		waitpid(terminal->pid, &status, 0);
		status = -1;
	}
	if (terminal->fd >= 0)
		close(terminal->fd);
	vterm_free(terminal->vt);
	free(terminal->raw);
	free(terminal);
	return status;
}
