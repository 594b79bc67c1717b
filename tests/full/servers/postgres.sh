#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# PostgreSQL on PORT1. It refuses root.
set -eu
programs=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort | tail -n 1)
programs=${programs%/*}
[ "$TLS" = yes ] && ssl=on || ssl=off
chown -R postgres .
setpriv --reuid=postgres --regid=postgres --clear-groups \
	"$programs/initdb" --no-sync -A trust -D "$PWD/data"
exec setpriv --reuid=postgres --regid=postgres --clear-groups \
	"$programs/postgres" -D "$PWD/data" -h 127.0.0.1 -p "$PORT1" -k "$PWD" -F \
	-c ssl="$ssl" -c ssl_cert_file="$PWD/chain.pem" -c ssl_key_file="$PWD/key.pem"
