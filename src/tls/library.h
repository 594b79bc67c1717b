/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does this computer's configuration of GnuTLS bind us? It must not: Ubuntu and Fedora forbid old versions there, and
 * we measure what the server can do. What the configuration forbids to other programs is judged from the
 * file itself (probe/policy).
 */
#ifndef TLS_LIBRARY_H
#define TLS_LIBRARY_H

/* Nothing is left to do: GnuTLS began without the configuration before main(), in every program that calls this. */
void library_begin(void);

#endif
