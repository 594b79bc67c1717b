#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# NNTP on PORT1, with TLS at once on PORT2: a script that says what INN's nnrpd says (RFC 3977, RFC 4642),
# because INN itself wants a host with a domain before it lets itself be installed.
set -eu
exec perl -w "$(dirname "$0")/nntp.pl"
