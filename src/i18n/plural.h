/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which plural form does N take? By the C-like expression of a catalogue's Plural-Forms header.
 */
#ifndef I18N_PLURAL_H
#define I18N_PLURAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Works out EXPRESSION (LENGTH bytes, any bytes; ends at the first ';') for N. The operators are
 * ? : || && == != < > <= >= + - * / % ! ( ), numbers and n; a division by zero gives 0. false when it
 * is no expression, or is nested too deep.
 */
bool plural_form(const char *expression, size_t length, unsigned long n, unsigned long *ret);

#endif
