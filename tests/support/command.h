/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a test run a program to its end? With a time limit, its output in memory.
 */
#ifndef TESTS_SUPPORT_COMMAND_H
#define TESTS_SUPPORT_COMMAND_H

struct command {
	char *out, *err; /* never NULL; free with command_free() */
	int status; /* exit status, 128 + signal, or -1 when the time was up (it was killed) */
	int ms; /* how long it took */
	long peak_kib; /* the most memory that it held */
	double cpu_ms; /* of a processor, its own and the kernel's for it */
};

/* Runs ARGV[0] (searched in PATH) with standard input empty. */
void command_run(char *const argv[], int limit_ms, struct command *ret);
void command_free(struct command *command);

/*
 * Where $TLSDOCTOR_RECORD names a folder, the run is saved there as NAME.json: puts that option behind ARGV, which
 * has room for three more. NULL, or what the caller frees after the run.
 */
char *command_record(char **argv, const char *name);

/* The program under test: $TLSDOCTOR, or ./tlsdoctor in the build folder. */
const char *command_tlsdoctor(void);

#endif
